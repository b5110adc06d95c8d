import type { Signal } from '@preact/signals';
import type { Box } from '../grid/pane-boxes.js';

export interface Dragged {
  readonly id: string;
  readonly box: Box;
}

const smallest = { width: 120, height: 90 };

interface DragOptions {
  readonly id: string;
  /** In px of the screen, from the sheet's first cell. */
  readonly box: Box;
  /** What is being dragged, shown while it lasts. */
  readonly dragged: Signal<Dragged | null>;
  readonly onEnd: (box: Box) => void;
}

/** Moving and sizing a chart, with the pointer or by keys: shown while it lasts, told once when it ends. */
export function cardDrag({ id, box, dragged, onEnd }: DragOptions) {
  const put = (next: Box) => {
    dragged.value = { id, box: next };
  };
  const now = () => (dragged.peek()?.id === id ? dragged.peek()!.box : box);
  const settle = () => {
    const last = dragged.peek();
    if (last?.id !== id) return;
    dragged.value = null;
    onEnd(last.box);
  };
  const drag = (change: (dx: number, dy: number) => Box) => (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    const start = { x: event.clientX, y: event.clientY };
    const target = event.currentTarget as HTMLElement;
    target.setPointerCapture(event.pointerId);
    const move = ({ clientX, clientY }: PointerEvent) => put(change(clientX - start.x, clientY - start.y));
    const end = () => {
      target.removeEventListener('pointermove', move);
      target.removeEventListener('pointerup', end);
      target.removeEventListener('pointercancel', end);
      settle();
    };
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', end);
    target.addEventListener('pointercancel', end);
  };
  return {
    onMove: drag((dx, dy) => moved(box, dx, dy)),
    onSize: drag((dx, dy) => grown(box, dx, dy)),
    /** By a key; `settle` when it is released. */
    nudge: (dx: number, dy: number, sizes: boolean) => put((sizes ? grown : moved)(now(), dx, dy)),
    settle,
  };
}

function moved(box: Box, dx: number, dy: number): Box {
  return { ...box, left: Math.max(0, box.left + dx), top: Math.max(0, box.top + dy) };
}

function grown(box: Box, dx: number, dy: number): Box {
  const width = Math.max(smallest.width, box.width + dx);
  return { ...box, width, height: Math.max(smallest.height, box.height + dy) };
}
