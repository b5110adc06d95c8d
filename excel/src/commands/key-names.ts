import type { KeyPress } from '../selection/keyboard.js';

const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');

/** What the keyboard's keys are called in a shortcut such as `Ctrl+Shift+1` or `Alt+PageDown`. */
const shownNames: Readonly<Record<string, string>> = { Plus: '+', Minus: '-', Space: isMac ? '␣' : 'Space' };

/** Whether the keys pressed are those of a shortcut. ⌘ counts as Ctrl, as it does on a Mac everywhere. */
export function matchesKeys(press: KeyPress, shortcut: string): boolean {
  const parts = shortcut.split('+');
  const wanted = parts.at(-1)!;
  const primary = press.ctrlKey || press.metaKey;
  if (primary !== parts.includes('Ctrl') || press.altKey !== parts.includes('Alt')) return false;
  if (wanted === 'Plus') return press.key === '+' || (press.key === '=' && press.shiftKey);
  if (wanted === 'Minus') return press.key === '-' || press.key === '_';
  if (wanted === ';' && parts.includes('Shift')) return press.key === ':';
  // Shift or not is the layout's.
  if (wanted === '=' || wanted === ';') return press.key === wanted;
  if (press.shiftKey !== parts.includes('Shift')) return false;
  // With Shift a digit key gives a sign that differs from layout to layout: the key itself counts.
  if (/^\d$/.test(wanted) && press.code) return press.code === `Digit${wanted}` || press.key === wanted;
  return press.key.toLowerCase() === (wanted === 'Space' ? ' ' : wanted.toLowerCase());
}

/** For menus and titles: `Ctrl+Shift+Z`, on a Mac `⌘⇧Z`. */
export function showKeys(shortcut: string): string {
  const parts = shortcut.split('+').map((part) => shownNames[part] ?? part);
  if (!isMac) return parts.join('+');
  const signs: Readonly<Record<string, string>> = { Ctrl: '⌘', Shift: '⇧', Alt: '⌥' };
  return parts.map((part) => signs[part] ?? part).join('');
}
