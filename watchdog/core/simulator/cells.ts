import type { EventName } from '../src/events.js';
import { table } from '../src/machine/table.js';
import type { State } from '../src/status.js';

const states = Object.keys(table) as State[];
const names = Object.keys(table.idle) as EventName[];

/** Which cells of the table were reached, and how often. */
export class Cells {
  readonly counts: Record<string, Record<string, number>> = Object.fromEntries(
    states.map((state) => [state, Object.fromEntries(names.map((name) => [name, 0]))]),
  );

  note(state: State, name: EventName): void {
    const row = this.counts[state] as Record<string, number>;
    row[name] = (row[name] ?? 0) + 1;
  }

  add(counts: Cells['counts']): void {
    for (const state of states) {
      for (const name of names)
        (this.counts[state] as Record<string, number>)[name] =
          this.at(state, name) + (counts[state]?.[name] ?? 0);
    }
  }

  /** Cells in which something is done, and that nothing has reached. */
  missed(): readonly string[] {
    return doing.filter(([state, name]) => this.at(state, name) === 0).map((cell) => cell.join(' × '));
  }

  describe(): string {
    const reached = doing.filter(([state, name]) => this.at(state, name) > 0);
    const head = `Reached ${reached.length} of ${doing.length} cells of the table that do something:`;
    const rows = states.map((state) => {
      const cells = reached.filter(([of]) => of === state);
      return `  ${state}: ${cells.map(([, name]) => `${name} → ${table[state][name].name} (${this.at(state, name)})`).join(', ')}`;
    });
    const missed = this.missed();
    const tail = missed.length === 0 ? [] : [`  not reached: ${missed.join(', ')}`];
    return [head, ...rows, ...tail].join('\n');
  }

  private at(state: State, name: EventName): number {
    return this.counts[state]?.[name] ?? 0;
  }
}

const doing = states.flatMap((state) =>
  names.filter((name) => table[state][name].name !== 'ignore').map((name) => [state, name] as const),
);
