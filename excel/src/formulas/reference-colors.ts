import type { Area } from '../cells/address.js';
import { type Reference, referencesIn } from './references.js';

/** As many as can be told apart, on white and in the dark alike; as CSS custom properties of tokens.css. */
const colorCount = 6;

export interface ColoredReference extends Reference {
  /** `var(--reference-1)` and so on; the same area has the same colour everywhere. */
  readonly color: string;
}

export function colorReferences(formula: string): ColoredReference[] {
  const known = new Map<string, number>();
  return referencesIn(formula).map((reference) => {
    const key = `${reference.sheet?.toLowerCase() ?? ''}!${keyOf(reference.area)}`;
    const index = known.get(key) ?? known.size;
    known.set(key, index);
    return { ...reference, color: `var(--reference-${(index % colorCount) + 1})` };
  });
}

function keyOf({ top, left, bottom, right }: Area): string {
  return [top, left, bottom, right].join();
}
