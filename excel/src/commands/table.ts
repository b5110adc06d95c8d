import { attachedCommands } from './attached-commands.js';
import type { Command, CommandId } from './command.js';
import { dataCommands } from './data-commands.js';
import { editCommands } from './edit-commands.js';
import { fileCommands } from './file-commands.js';
import { formatCommands } from './format-commands.js';
import { insertCommands } from './insert-commands.js';
import { numberCommands } from './number-commands.js';
import { viewCommands } from './view-commands.js';

/** Every command by its name; one that is missing does not compile. */
export const commandTable: Readonly<Record<CommandId, Command>> = {
  ...fileCommands,
  ...editCommands,
  ...insertCommands,
  ...formatCommands,
  ...numberCommands,
  ...dataCommands,
  ...attachedCommands,
  ...viewCommands,
};
