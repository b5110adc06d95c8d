import type { Direction } from './selection.js';

/** `ready`: cells are selected. `enter`: typing replaces, arrows commit. `edit`: F2, arrows move the caret. */
export type InputMode = 'ready' | 'enter' | 'edit';

export type Command =
  | { readonly type: 'move'; readonly direction: Direction; readonly extend: boolean; readonly jump: boolean }
  | { readonly type: 'page'; readonly direction: 'up' | 'down' | 'left' | 'right'; readonly extend: boolean }
  | { readonly type: 'rowStart'; readonly extend: boolean }
  | { readonly type: 'corner'; readonly which: 'start' | 'end'; readonly extend: boolean }
  | { readonly type: 'advance'; readonly direction: Direction }
  | { readonly type: 'fill' }
  | { readonly type: 'edit' }
  | { readonly type: 'cancel' }
  | { readonly type: 'clear'; readonly thenEdit: boolean }
  | { readonly type: 'sheet'; readonly step: 1 | -1 }
  | { readonly type: 'selectAll' | 'selectRow' | 'selectColumn' }
  /** Shift+F8. */
  | { readonly type: 'addArea' }
  /** Ctrl+Backspace: the active cell is scrolled to. Ctrl+.: the next corner of the area becomes it. */
  | { readonly type: 'reveal' | 'nextCorner' }
  | { readonly type: 'newLine' };

export interface KeyPress {
  readonly key: string;
  /** The key itself, whatever it types on this layout. */
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** `null`: an ordinary key, the input's own. */
export function commandOf(press: KeyPress, mode: InputMode): Command | null {
  const primary = press.ctrlKey || press.metaKey;
  const { key, shiftKey } = press;
  if (key === 'Escape') return { type: 'cancel' };
  if (key === 'Tab' && !primary) return { type: 'advance', direction: shiftKey ? 'left' : 'right' };
  if (key === 'Enter') {
    if (press.altKey) return { type: 'newLine' };
    if (primary) return { type: 'fill' };
    return { type: 'advance', direction: shiftKey ? 'up' : 'down' };
  }
  if (mode === 'edit') return key === 'F2' ? { type: 'edit' } : null;
  const arrow = arrows[key];
  if (mode === 'enter') {
    if (key === 'F2') return { type: 'edit' };
    return arrow && !primary && !shiftKey ? { type: 'advance', direction: arrow } : null;
  }
  if (arrow) return press.altKey ? null : { type: 'move', direction: arrow, extend: shiftKey, jump: primary };
  return readyCommandOf(press, primary);
}

function readyCommandOf({ key, shiftKey, altKey }: KeyPress, primary: boolean): Command | null {
  switch (key) {
    case 'F8':
      return shiftKey && !primary && !altKey ? { type: 'addArea' } : null;
    case '.':
      return primary && !altKey ? { type: 'nextCorner' } : null;
    case 'F2':
      return { type: 'edit' };
    case 'Delete':
      return { type: 'clear', thenEdit: false };
    case 'Backspace':
      return primary ? { type: 'reveal' } : { type: 'clear', thenEdit: true };
    case 'Home':
      return primary
        ? { type: 'corner', which: 'start', extend: shiftKey }
        : { type: 'rowStart', extend: shiftKey };
    case 'End':
      return primary ? { type: 'corner', which: 'end', extend: shiftKey } : null;
    case 'PageUp':
    case 'PageDown': {
      const down = key === 'PageDown';
      if (primary) return { type: 'sheet', step: down ? 1 : -1 };
      const direction = altKey ? (down ? 'right' : 'left') : down ? 'down' : 'up';
      return { type: 'page', direction, extend: shiftKey };
    }
    case ' ':
      if (primary) return { type: shiftKey ? 'selectAll' : 'selectColumn' };
      return shiftKey ? { type: 'selectRow' } : null;
    case 'a':
    case 'A':
      return primary ? { type: 'selectAll' } : null;
    default:
      return null;
  }
}
