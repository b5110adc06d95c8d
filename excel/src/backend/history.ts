import type { State, Status } from '@lifebound/core';

export interface Spell {
  readonly state: State;
  readonly generation: number;
  readonly fromMs: number;
}

export const historyMs = 5 * 60_000;

/** Adds a snapshot to the spells of states, oldest first, and forgets what ended before the window. */
export function addSpell(spells: readonly Spell[], status: Status, nowMs: number): readonly Spell[] {
  const last = spells.at(-1);
  if (last && last.state === status.state && last.generation === status.generation) return spells;
  const next = [...spells, { state: status.state, generation: status.generation, fromMs: nowMs }];
  return next.filter((_, index) => (next[index + 1]?.fromMs ?? nowMs) >= nowMs - historyMs);
}

export interface Bar {
  readonly state: State;
  /** Shares of the window, 0 to 1. */
  readonly from: number;
  readonly to: number;
}

/** The spells as bars of a plot that ends now, and where restarts were. */
export function plotSpells(spells: readonly Spell[], nowMs: number): { bars: Bar[]; restarts: number[] } {
  const place = (ms: number) => Math.min(1, Math.max(0, 1 - (nowMs - ms) / historyMs));
  const bars = spells.map((spell, index) => ({
    state: spell.state,
    from: place(spell.fromMs),
    to: place(spells[index + 1]?.fromMs ?? nowMs),
  }));
  const restarts = spells
    .filter(
      (spell, index) => index > 0 && spell.generation > spells[index - 1]!.generation && spell.generation > 1,
    )
    .map((spell) => place(spell.fromMs));
  return { bars: bars.filter((bar) => bar.to > bar.from), restarts };
}
