import type { State, Status } from '@lifebound/core';
import { describe, expect, it } from 'vitest';
import { addSpell, historyMs, plotSpells, type Spell } from '../../src/backend/history.js';
import { formatDuration } from '../../src/ui/format-duration.js';

function watch(...snapshots: [atMs: number, state: State, generation: number][]): readonly Spell[] {
  return snapshots.reduce<readonly Spell[]>(
    (spells, [atMs, state, generation]) => addSpell(spells, { state, generation } as Status, atMs),
    [],
  );
}

describe('the history of states', () => {
  it('has one bar a state, up to now, and a mark where a new generation began', () => {
    const spells = watch(
      [0, 'starting', 1],
      [1_000, 'ready', 1],
      [60_000, 'backoff', 1],
      [61_000, 'starting', 2],
      [62_000, 'ready', 2],
    );
    const { bars, restarts } = plotSpells(spells, historyMs);
    expect(bars.map(({ state }) => state)).toEqual(['starting', 'ready', 'backoff', 'starting', 'ready']);
    expect(bars[0]!.from).toBe(0);
    expect(bars[0]!.to).toBeCloseTo(1_000 / historyMs);
    expect(bars.at(-1)!.to).toBe(1);
    expect(restarts).toHaveLength(1);
    expect(restarts[0]).toBeCloseTo(61_000 / historyMs);
  });

  it('does not grow with snapshots that change nothing', () => {
    expect(watch([0, 'ready', 1], [10, 'ready', 1], [20, 'ready', 1])).toHaveLength(1);
  });

  it('forgets what is over for longer than the plot shows', () => {
    const spells = watch([0, 'starting', 1], [10, 'ready', 1], [historyMs * 2, 'stopping', 1]);
    expect(spells.map(({ state }) => state)).toEqual(['ready', 'stopping']);
  });
});

it.each([
  [7_400, '0:07'],
  [725_000, '12:05'],
  [11_049_000, '3:04:09'],
])('%i ms is shown as %s', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});
