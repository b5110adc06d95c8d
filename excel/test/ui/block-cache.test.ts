import { describe, expect, it } from 'vitest';
import { BlockCache, type WindowRequest } from '../../src/cells/block-cache.js';
import type { CellWindow } from '../../src/service/api.js';

/** Asks are kept until the test answers them. */
function harness(capacity?: number) {
  const asks: {
    request: WindowRequest;
    answer: (revision: number) => Promise<void>;
    fail: () => Promise<void>;
  }[] = [];
  const shown: CellWindow[] = [];
  const failures: unknown[] = [];
  const flush = async () => {
    for (let round = 0; round < 8; round++) await Promise.resolve();
  };
  const cache = new BlockCache({
    fetch: (request) =>
      new Promise((resolve, reject) => {
        asks.push({
          request,
          answer: (revision) => {
            resolve(windowOf(request, revision));
            return flush();
          },
          fail: () => {
            reject({ code: 'BACKEND_STOPPED', message: 'stopped' });
            return flush();
          },
        });
      }),
    onWindow: (window) => shown.push(window),
    onFailure: (error) => failures.push(error),
    ...(capacity === undefined ? {} : { capacity }),
  });
  return { cache, asks, shown, failures };
}

/** Each cell on the diagonal says its revision. */
function windowOf(request: WindowRequest, revision: number): CellWindow {
  const cells = [
    { row: request.top, column: request.left, text: `r${revision}`, kind: 'text' as const, style: 0 },
  ];
  const styles = [{ bold: true as const }];
  return { revision, ...request, cells, styles, columnWidths: [], rowHeights: [] };
}

const screen = { top: 1, left: 1, bottom: 40, right: 12 };

describe('the block cache', () => {
  it('reads whole blocks, once', async () => {
    const { cache, asks } = harness();
    cache.show(0, [screen]);
    cache.show(0, [screen]);
    expect(asks.map(({ request }) => request)).toEqual([
      { sheet: 0, top: 1, left: 1, rows: 100, columns: 16 },
    ]);
    expect(cache.cell(0, 1, 1)).toBeUndefined();
    await asks[0]!.answer(1);
    expect(cache.cell(0, 1, 1)).toMatchObject({ text: 'r1', style: { bold: true } });
    expect(cache.cell(0, 2, 2)).toBeNull();
    cache.show(0, [{ ...screen, top: 30, bottom: 90 }]);
    expect(asks).toHaveLength(1);
  });

  it('asks for several missing blocks in one window', () => {
    const { cache, asks } = harness();
    cache.show(2, [{ top: 90, left: 15, bottom: 110, right: 20 }]);
    expect(asks[0]!.request).toEqual({ sheet: 2, top: 1, left: 1, rows: 200, columns: 32 });
  });

  it('asks for no larger window than the service answers, and still for everything', async () => {
    const { cache, asks } = harness();
    cache.show(0, [{ top: 1, left: 1, bottom: 390, right: 130 }]);
    for (let index = 0; index < asks.length; index++) await asks[index]!.answer(1);
    const cells = asks.map(({ request }) => request.rows * request.columns);
    expect(Math.max(...cells)).toBeLessThanOrEqual(10_000);
    expect(cells.reduce((sum, count) => sum + count)).toBe(400 * 144);
    expect(cache.cell(0, 390, 130)).toBeNull();
  });

  it('never fetches what a fast scroll passed by', async () => {
    const { cache, asks } = harness();
    for (let top = 1; top < 100_000; top += 1_000) cache.show(0, [{ ...screen, top, bottom: top + 40 }]);
    await asks[0]!.answer(1);
    await asks[1]!.answer(1);
    expect(asks.map(({ request }) => request.top)).toEqual([1, 99_001]);
  });

  it('drops an answer from before the last change, and asks again', async () => {
    const { cache, asks, shown } = harness();
    cache.show(0, [screen]);
    cache.changedTo(5);
    await asks[0]!.answer(4);
    expect(shown).toEqual([]);
    await asks[1]!.answer(5);
    expect(cache.cell(0, 1, 1)?.text).toBe('r5');
    expect(asks).toHaveLength(2);
  });

  it('shows the old until the new is there', async () => {
    const { cache, asks } = harness();
    cache.show(0, [screen]);
    await asks[0]!.answer(1);
    cache.changedTo(2);
    expect(cache.cell(0, 1, 1)?.text).toBe('r1');
    await asks[1]!.answer(2);
    expect(cache.cell(0, 1, 1)?.text).toBe('r2');
  });

  it('reads anew after a restart, though revisions may be lower then', async () => {
    const { cache, asks } = harness();
    cache.show(0, [screen]);
    await asks[0]!.answer(9);
    cache.restart(2);
    await asks[1]!.answer(2);
    expect(cache.cell(0, 1, 1)?.text).toBe('r2');
  });

  it('does not take an answer of the old process for one of the new', async () => {
    const { cache, asks } = harness();
    cache.show(0, [screen]);
    cache.restart(2);
    await asks[0]!.answer(9);
    expect(cache.cell(0, 1, 1)).toBeUndefined();
    await asks[1]!.answer(2);
    expect(cache.cell(0, 1, 1)?.text).toBe('r2');
  });

  it('does not ask for ever when answers stay too old', async () => {
    const { cache, asks } = harness();
    cache.changedTo(9);
    cache.show(0, [screen]);
    for (let round = 0; round < 20; round++) await asks.at(-1)!.answer(1);
    expect(asks.length).toBeLessThan(10);
  });

  it('keeps what is on the screen when it is full', async () => {
    const { cache, asks } = harness(3);
    const at = (top: number) => ({ ...screen, top, bottom: top + 20 });
    cache.show(0, [at(1)]);
    await asks.at(-1)!.answer(1);
    for (const top of [101, 201, 301]) {
      cache.show(0, [at(1), at(top)]);
      await asks.at(-1)!.answer(1);
    }
    expect(cache.cell(0, 1, 1)).toBeDefined();
    expect(cache.cell(0, 101, 1)).toBeUndefined();
    expect(cache.cell(0, 301, 1)).toBeDefined();
  });

  it('says a failure once and asks again when told', async () => {
    const { cache, asks, failures } = harness();
    cache.show(0, [screen]);
    await asks[0]!.fail();
    expect(failures).toHaveLength(1);
    expect(asks).toHaveLength(1);
    cache.restart(1);
    await asks[1]!.answer(1);
    expect(cache.cell(0, 1, 1)?.text).toBe('r1');
  });
});
