import type { KeyPress } from '../selection/keyboard.js';
import type { CommandId } from './command.js';
import { matchesKeys } from './key-names.js';
import { commandTable } from './table.js';

/** The command of a key press, wherever the focus is; `null`: none, or the text's own while a cell is typed in. */
export function shortcutOf(press: KeyPress, isTyping: boolean): CommandId | null {
  for (const [id, command] of Object.entries(commandTable)) {
    if (isTyping && command.typing === 'text') continue;
    if (command.keys?.some((keys) => matchesKeys(press, keys))) return id as CommandId;
  }
  return null;
}
