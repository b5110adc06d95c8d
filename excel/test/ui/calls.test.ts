import type { BackendClient, RequestOptions } from '@lifebound/core';
import { describe, expect, it } from 'vitest';
import { Calls } from '../../src/service/calls.js';

interface Asked {
  readonly method: string;
  readonly params: unknown;
  readonly answer: (value: unknown) => void;
}

/** A watchdog whose backend answers when the test says so; what is withdrawn is forgotten. */
function setUp(restart: () => Promise<void> = async () => {}) {
  const asked: Asked[] = [];
  const restarts: unknown[] = [];
  const request = (method: string, params: unknown, options: RequestOptions = {}) =>
    new Promise((resolve, reject) => {
      const one = { method, params, answer: resolve };
      asked.push(one);
      options.signal?.addEventListener('abort', () => {
        asked.splice(asked.indexOf(one), 1);
        reject({ code: 'REQUEST_CANCELLED', message: '' });
      });
    });
  const client = {
    request,
    restart: (options: unknown) => {
      restarts.push(options);
      return restart();
    },
  };
  const calls = new Calls(client as unknown as BackendClient);
  const methods = () => asked.map(({ method }) => method);
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  return { calls, asked, restarts, methods, settled };
}

const cells = { workbook: 'w', key: 'k', edits: [] };
const outcome = { cancelled: true, loading: false };

describe('the calls of a page', () => {
  it('the oldest is what the service is at', async () => {
    const { calls, asked } = setUp();
    const first = calls.call('cells/set', cells, 'safe');
    void calls.call('sheet/window', {}, 'safe');
    expect(calls.oldest?.method).toBe('cells/set');
    asked[0]!.answer('done');
    expect(await first).toBe('done');
    expect(calls.oldest?.method).toBe('sheet/window');
  });

  it('a cancel ends the service at once, and nothing is sent before the next one knows', async () => {
    const { calls, asked, restarts, methods, settled } = setUp();
    const cancelled = expect(calls.call('cells/set', cells, 'safe')).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const window = calls.call('sheet/window', { workbook: 'w' }, 'safe');
    const save = calls.call('workbook/save', { workbook: 'w' }, 'never');
    const over = calls.cancel(calls.oldest!);
    const late = calls.call('cell/get', { workbook: 'w' }, 'safe');
    await settled();
    expect(restarts).toEqual([{ graceMs: 0 }]);
    expect(methods()).toEqual(['service/cancel']);
    expect(asked[0]!.params).toEqual({ method: 'cells/set', workbook: 'w', key: 'k', path: null });
    asked[0]!.answer(outcome);
    expect(await over).toEqual(outcome);
    await cancelled;
    await settled();
    // They had not begun: in their order, and what may not be repeated as well.
    expect(methods().slice(1)).toEqual(['sheet/window', 'workbook/save', 'cell/get']);
    for (const one of asked.splice(1)) one.answer(one.method);
    expect(await Promise.all([window, save, late])).toEqual(['sheet/window', 'workbook/save', 'cell/get']);
  });

  it('what had been done before the end is asked for again, for its answer', async () => {
    const { calls, asked, methods, settled } = setUp();
    const done = calls.call('cells/set', cells, 'safe');
    const over = calls.cancel(calls.oldest!);
    await settled();
    asked[0]!.answer({ cancelled: false, loading: false });
    expect(await over).toEqual({ cancelled: false, loading: false });
    await settled();
    expect(methods().slice(1)).toEqual(['cells/set']);
    asked[1]!.answer({ repeated: true });
    expect(await done).toEqual({ repeated: true });
  });

  it('a cancel that fails cancels nothing', async () => {
    const { calls, asked, settled } = setUp(() => Promise.reject({ code: 'BACKEND_GONE', message: 'no' }));
    const call = calls.call('cells/set', cells, 'safe');
    await expect(calls.cancel(calls.oldest!)).rejects.toMatchObject({ code: 'BACKEND_GONE' });
    await settled();
    asked[0]!.answer('done after all');
    expect(await call).toBe('done after all');
  });

  it('what is answered meanwhile is not cancelled', async () => {
    const { calls, asked, restarts } = setUp();
    const call = calls.call('cells/set', cells, 'safe');
    const { oldest } = calls;
    asked[0]!.answer('done');
    await call;
    expect(await calls.cancel(oldest!)).toEqual({ cancelled: false, loading: false });
    expect(restarts).toEqual([]);
  });
});
