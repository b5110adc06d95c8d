import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EditQueue,
  type Failure,
  type KeyedChange,
  type KeyedEdits,
  type Outcome,
} from '../../src/edits/edit-queue.js';
import type { Changed } from '../../src/service/api.js';

/** What happens to one sending of a change. */
type Fate = 'answered' | 'lost-before' | 'lost-after' | 'refused';

/** A service that dies as told; its journal outlives it. */
class MortalService {
  readonly applied: string[] = [];
  readonly sent: string[] = [];
  /** Sizes of what was sent together. */
  readonly together: number[] = [];
  inFlight = 0;
  mostInFlight = 0;
  readonly #journal = new Map<string, number>();
  readonly #fates: Fate[];

  constructor(fates: readonly Fate[]) {
    this.#fates = [...fates];
  }

  send = async (change: KeyedChange): Promise<Changed> => {
    const fate = this.#fates.shift() ?? 'answered';
    this.sent.push(change.key);
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    await Promise.resolve();
    this.inFlight -= 1;
    if (fate === 'lost-before') throw { code: 'BACKEND_GONE', message: 'gone' };
    const repeated = this.#journal.has(change.key);
    if (!repeated && fate === 'refused') throw { code: 'READ_ONLY', message: 'no' };
    if (!repeated) {
      this.applied.push(textOf(change));
      this.#journal.set(change.key, this.applied.length);
    }
    if (fate === 'lost-after') throw { code: 'BACKEND_GONE', message: 'gone' };
    const revision = this.#journal.get(change.key)!;
    return { revision, dirty: true, canUndo: true, canRedo: false, repeated, at: null, sheets: [] };
  };

  /** May die in the middle, with some of them done. */
  sendMany = async (changes: readonly KeyedEdits[]): Promise<readonly Outcome[]> => {
    this.together.push(changes.length);
    const outcomes: Outcome[] = [];
    for (const change of changes) {
      try {
        outcomes.push({ answer: await this.send(change) });
      } catch (error) {
        const failure = error as Failure;
        if (failure.code === 'BACKEND_GONE') throw error;
        outcomes.push({ failure });
      }
    }
    return outcomes;
  };
}

function textOf(change: KeyedChange): string {
  return change.kind === 'set' ? change.edits[0]!.input : change.kind;
}

function harness(service: MortalService) {
  const acknowledged: string[] = [];
  const refused: [string, Failure][] = [];
  const timers: (() => void)[] = [];
  let keys = 0;
  let length = 0;
  const queue = new EditQueue({
    send: service.send,
    sendMany: service.sendMany,
    onAcknowledged: (change) => acknowledged.push(textOf(change)),
    onRefused: (change, failure) => refused.push([textOf(change), failure]),
    onLength: (value) => {
      length = value;
    },
    newKey: () => `key-${keys++}`,
    schedule: (callback) => timers.push(callback),
  });
  const type = (input: string) =>
    queue.push({ kind: 'set', edits: [{ sheet: 0, row: 1, column: 1, input }] });
  /** Lets everything happen that can; a planned retry stands for the backend's return. */
  const settle = async () => {
    for (let round = 0; round < 400; round++) {
      await Promise.resolve();
      if (service.inFlight === 0) timers.shift()?.();
    }
  };
  return { queue, type, settle, acknowledged, refused, timers, length: () => length };
}

describe('the edit queue', () => {
  it('applies every change once and in order, whenever the backend dies', async () => {
    const fates = fc.array(fc.constantFrom<Fate>('answered', 'lost-before', 'lost-after'), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fates, fc.integer({ min: 1, max: 12 }), async (deaths, count) => {
        const service = new MortalService(deaths);
        const { type, settle, acknowledged, length } = harness(service);
        const typed = Array.from({ length: count }, (_, index) => String(index));
        for (const [index, text] of typed.entries()) {
          type(text);
          if (index % 3 === 0) await Promise.resolve();
        }
        await settle();
        expect(service.applied).toEqual(typed);
        expect(acknowledged).toEqual(typed);
        expect(service.mostInFlight).toBe(1);
        expect(length()).toBe(0);
      }),
    );
  });

  it('sends again with the same key', async () => {
    const service = new MortalService(['lost-after', 'lost-before']);
    const { type, settle } = harness(service);
    type('a');
    await settle();
    expect(service.sent).toEqual(['key-0', 'key-0', 'key-0']);
  });

  it('goes on at once when it hears that the backend is back', async () => {
    const service = new MortalService(['lost-before']);
    const { queue, type, acknowledged, timers } = harness(service);
    type('a');
    for (let round = 0; round < 10; round++) await Promise.resolve();
    expect(acknowledged).toEqual([]);
    expect(timers).toHaveLength(1);
    queue.resume();
    for (let round = 0; round < 10; round++) await Promise.resolve();
    expect(acknowledged).toEqual(['a']);
  });

  it('lets a refused change go, tells it once, and goes on', async () => {
    const service = new MortalService(['answered', 'refused']);
    const { type, settle, acknowledged, refused } = harness(service);
    for (const text of ['a', 'b', 'c']) type(text);
    await settle();
    expect(acknowledged).toEqual(['a', 'c']);
    expect(refused).toEqual([['b', { code: 'READ_ONLY', message: 'no' }]]);
  });

  it('sends together what was typed meanwhile, up to an undo', async () => {
    const service = new MortalService(['answered', 'answered', 'refused']);
    const { queue, type, settle, acknowledged, refused } = harness(service);
    for (const text of ['a', 'b', 'c', 'd']) type(text);
    queue.push({ kind: 'undo' });
    for (const text of ['e', 'f']) type(text);
    await settle();
    expect(service.together).toEqual([3, 2]);
    expect(acknowledged).toEqual(['a', 'b', 'd', 'undo', 'e', 'f']);
    expect(refused.map(([text]) => text)).toEqual(['c']);
  });

  it('does not send more together than a request should hold', async () => {
    const service = new MortalService([]);
    const { type, settle, acknowledged } = harness(service);
    type('first');
    for (let count = 0; count < 250; count++) type(String(count));
    type('x'.repeat(200_000));
    type('last');
    for (let round = 0; round < 3; round++) await settle();
    expect(service.together).toEqual([200, 50]);
    expect(acknowledged).toHaveLength(253);
  });

  it('keeps undo in its place among the edits', async () => {
    const service = new MortalService(['lost-after']);
    const { queue, type, settle } = harness(service);
    type('a');
    queue.push({ kind: 'undo' });
    type('b');
    await settle();
    expect(service.applied).toEqual(['a', 'undo', 'b']);
  });

  it('is silent once it is closed', async () => {
    const service = new MortalService([]);
    const { queue, type, settle, acknowledged } = harness(service);
    type('a');
    queue.close();
    await settle();
    expect(acknowledged).toEqual([]);
  });
});
