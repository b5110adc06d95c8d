import { describe, expect, it } from 'vitest';
import type { CommandId } from '../../src/commands/command.js';
import { shortcutOf } from '../../src/commands/shortcuts.js';
import { commandTable } from '../../src/commands/table.js';
import { commandsOf, menus } from '../../src/menu/menus.js';
import { commandOf, type InputMode, type KeyPress } from '../../src/selection/keyboard.js';

/** `Ctrl+Shift+z` → a key press. */
function press(text: string): KeyPress {
  const keys = text.split('+');
  return {
    key: keys.at(-1)!.replace('Space', ' '),
    ctrlKey: keys.includes('Ctrl'),
    metaKey: keys.includes('Meta'),
    shiftKey: keys.includes('Shift'),
    altKey: keys.includes('Alt'),
  };
}

describe('keys', () => {
  it.each<[InputMode, string, object | null]>([
    ['ready', 'ArrowDown', { type: 'move', direction: 'down', extend: false, jump: false }],
    ['ready', 'Ctrl+Shift+ArrowRight', { type: 'move', direction: 'right', extend: true, jump: true }],
    ['ready', 'Home', { type: 'rowStart', extend: false }],
    ['ready', 'Ctrl+End', { type: 'corner', which: 'end', extend: false }],
    ['ready', 'PageDown', { type: 'page', direction: 'down', extend: false }],
    ['ready', 'Alt+PageUp', { type: 'page', direction: 'left', extend: false }],
    ['ready', 'Ctrl+PageDown', { type: 'sheet', step: 1 }],
    ['ready', 'Shift+F8', { type: 'addArea' }],
    ['ready', 'F8', null],
    ['ready', 'Ctrl+.', { type: 'nextCorner' }],
    ['ready', 'Ctrl+Backspace', { type: 'reveal' }],
    ['ready', 'Ctrl+Shift+Space', { type: 'selectAll' }],
    ['ready', 'Delete', { type: 'clear', thenEdit: false }],
    ['ready', 'Backspace', { type: 'clear', thenEdit: true }],
    ['ready', 'Ctrl+a', { type: 'selectAll' }],
    ['ready', 'Shift+Space', { type: 'selectRow' }],
    ['ready', 'x', null],
    ['ready', 'F5', null],
    ['ready', 'Shift+Enter', { type: 'advance', direction: 'up' }],
    ['enter', 'ArrowLeft', { type: 'advance', direction: 'left' }],
    ['enter', 'Shift+ArrowLeft', null],
    ['enter', 'F2', { type: 'edit' }],
    ['enter', 'Delete', null],
    ['edit', 'ArrowLeft', null],
    ['edit', 'Home', null],
    ['edit', 'Tab', { type: 'advance', direction: 'right' }],
    ['edit', 'Alt+Enter', { type: 'newLine' }],
    ['edit', 'Ctrl+Enter', { type: 'fill' }],
    ['edit', 'Escape', { type: 'cancel' }],
  ])('%s: %s', (mode, key, command) => {
    expect(commandOf(press(key), mode)).toEqual(command);
  });

  it.each([
    ['Ctrl+z', 'undo'],
    ['Ctrl+Z', 'undo'],
    ['Ctrl+Shift+Z', 'redo'],
    ['Ctrl+y', 'redo'],
    ['Meta+s', 'save'],
    ['Ctrl+Shift+S', 'saveAs'],
    ['F12', 'saveAs'],
    ['Ctrl+o', 'open'],
    ['Ctrl+n', 'new'],
    ['F5', 'goTo'],
    ['Ctrl+f', 'find'],
    ['Ctrl+b', 'bold'],
    ['Ctrl+d', 'fillDown'],
    ['Ctrl+;', 'insertDate'],
    ['Ctrl+Shift+:', 'insertTime'],
    ['z', null],
    // AltGr, which types letters on many keyboards.
    ['Ctrl+Alt+z', null],
  ])('%s is %s', (key, command) => {
    expect(shortcutOf(press(key), false)).toBe(command);
  });

  it('a digit with Shift counts by its key, whatever it types on the layout', () => {
    const typed = { ...press('Ctrl+Shift+!'), code: 'Digit1' };
    expect(shortcutOf(typed, false)).toBe('formatNumber');
    expect(shortcutOf({ ...press('Ctrl+Shift+"'), code: 'Digit2' }, false)).toBe('formatTime');
  });

  it('leaves to a cell that is typed in what is its text’s own', () => {
    expect(shortcutOf(press('Ctrl+z'), true)).toBeNull();
    expect(shortcutOf(press('Ctrl+s'), true)).toBe('save');
  });

  it('no two commands share a key', () => {
    const all = Object.values(commandTable).flatMap(({ keys }) => keys ?? []);
    expect(new Set(all).size).toBe(all.length);
  });

  it('every command is in a menu', () => {
    const listed = new Set(menus.flatMap(({ entries }) => commandsOf(entries)));
    expect((Object.keys(commandTable) as CommandId[]).filter((id) => !listed.has(id))).toEqual([]);
  });
});
