import type { App } from '../app/app.js';
import type { CommandId } from '../texts/en-commands.js';
import type { IconName } from '../ui/icons.js';

export type { CommandId };

/** Something that the user can ask for, by menu, toolbar, keyboard or the command search alike. */
export interface Command {
  readonly icon?: IconName;
  /** The first is the one that menus show. */
  readonly keys?: readonly string[];
  /** `editable`: a workbook that is not read-only. */
  readonly needs?: 'workbook' | 'editable';
  /** It can't be done with several areas: it says so when they are selected. */
  readonly areas?: 'one';
  /** While a cell is typed in, its keys belong to the text. */
  readonly typing?: 'text';
  readonly isEnabled?: (app: App) => boolean;
  /** For what is on or off, such as bold. */
  readonly isOn?: (app: App) => boolean;
  readonly run: (app: App) => unknown;
}

export type CommandTable = Partial<Record<CommandId, Command>>;

export function isEnabled(app: App, command: Command): boolean {
  const session = app.workbooks.active.value;
  if (command.needs && !session) return false;
  if (command.needs === 'editable' && session!.info.value.readOnly !== null) return false;
  return command.isEnabled?.(app) ?? true;
}
