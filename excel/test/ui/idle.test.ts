import type { BackendClient, Status } from '@lifebound/core';
import { effect } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Notices } from '../../src/app/notices.js';
import { Progress } from '../../src/app/progress.js';
import { BackendMonitor } from '../../src/backend/monitor.js';
import { Service } from '../../src/service/service.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a page that nobody uses sets no timers', () => {
  it('its clock runs while a duration is shown', async () => {
    const status = { state: 'ready', ready: true, generation: 1, uptimeMs: 5_000 } as Status;
    const monitor = new BackendMonitor({
      onStatus: () => () => {},
      onLog: () => () => {},
      status: async () => status,
      log: async () => [],
    } as unknown as BackendClient);
    await monitor.start(() => {});
    await vi.advanceTimersByTimeAsync(10_000);
    expect(vi.getTimerCount()).toBe(0);
    const shown: (number | null)[] = [];
    const close = effect(() => void shown.push(monitor.uptimeMs.value));
    await vi.advanceTimersByTimeAsync(2_000);
    // At once what it is by now, and then each second.
    expect(shown.at(-1)).toBeCloseTo(17_000, -2);
    expect(shown.length).toBeGreaterThanOrEqual(3);
    close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('what takes long is looked at while something is asked for', async () => {
    let answer: (value: unknown) => void = () => {};
    const request = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const service = new Service({ request } as unknown as BackendClient);
    const progress = new Progress({
      service,
      notices: new Notices(),
      nameOf: () => 'budget.xlsx',
      isReady: () => true,
    });
    progress.start();
    expect(vi.getTimerCount()).toBe(0);
    const asked = service.calls.call('workbook/save', { workbook: 'w' }, 'safe');
    await vi.advanceTimersByTimeAsync(900);
    expect(progress.work.value).toBeNull();
    await vi.advanceTimersByTimeAsync(2_300);
    expect(progress.work.value?.seconds).toBe(3);
    answer(null);
    await asked;
    expect(progress.work.value).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });
});
