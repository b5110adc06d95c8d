import { signal } from '@preact/signals';

const levels = [50, 60, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400];
const storageKey = 'zoom';

/** How large sheets are drawn, in per cent; the next start finds it again. */
export class Zoom {
  readonly percent = signal(readStored());

  set(percent: number): void {
    this.percent.value = Math.min(levels.at(-1)!, Math.max(levels[0]!, Math.round(percent)));
    localStorage.setItem(storageKey, String(this.percent.peek()));
  }

  step(direction: 1 | -1): void {
    const now = this.percent.peek();
    const next =
      direction > 0 ? levels.find((level) => level > now) : levels.findLast((level) => level < now);
    if (next !== undefined) this.set(next);
  }
}

function readStored(): number {
  const stored = typeof localStorage === 'undefined' ? 100 : Number(localStorage.getItem(storageKey) ?? 100);
  return stored >= levels[0]! && stored <= levels.at(-1)! ? stored : 100;
}
