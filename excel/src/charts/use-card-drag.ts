import { useSignal } from '@preact/signals';
import type { Chart } from '../service/api.js';

type Box = Chart['box'];

const smallest = { width: 160, height: 120 };

/** Moving and sizing a chart with the pointer: shown while it lasts, told when it ends. */
export function useCardDrag(chart: Chart, scale: number, onEnd: (box: Box) => void) {
  const dragged = useSignal<Box | null>(null);
  const drag = (change: (dx: number, dy: number) => Partial<Box>) => (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    const start = { x: event.clientX, y: event.clientY };
    const target = event.currentTarget as HTMLElement;
    target.setPointerCapture(event.pointerId);
    const move = ({ clientX, clientY }: PointerEvent) => {
      const [dx, dy] = [(clientX - start.x) / scale, (clientY - start.y) / scale];
      dragged.value = { ...chart.box, ...change(dx, dy) };
    };
    const end = () => {
      target.removeEventListener('pointermove', move);
      target.removeEventListener('pointerup', end);
      target.removeEventListener('pointercancel', end);
      const box = dragged.peek();
      dragged.value = null;
      if (box) onEnd(roundBox(box));
    };
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', end);
    target.addEventListener('pointercancel', end);
  };
  const { left, top, width, height } = chart.box;
  return {
    box: dragged.value ?? chart.box,
    onMove: drag((dx, dy) => ({ left: Math.max(0, left + dx), top: Math.max(0, top + dy) })),
    onSize: drag((dx, dy) => ({
      width: Math.max(smallest.width, width + dx),
      height: Math.max(smallest.height, height + dy),
    })),
  };
}

function roundBox({ left, top, width, height }: Box): Box {
  return {
    left: Math.round(left),
    top: Math.round(top),
    width: Math.round(width),
    height: Math.round(height),
  };
}
