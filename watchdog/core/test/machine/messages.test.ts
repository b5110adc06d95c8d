import { describe, expect, it } from 'vitest';
import { type Driver, drive, driveToReady, logLines, names } from '../drive.js';

function tell(driver: Driver, atMs: number, method: string, params: unknown = {}) {
  return driver.send(atMs, { type: 'message', generation: 1, method, params });
}

describe('a message of the backend', () => {
  it('is no sign of life before it is ready', () => {
    const driver = drive();
    driver.start(0);
    driver.spawned(10);
    expect(tell(driver, 20, 'lifebound/beat')).toEqual([]);
    expect(driver.machine().run?.heard).toBe(false);
  });

  it('of an unknown name is told with the first 80 characters of it', () => {
    const driver = driveToReady();
    const said = logLines(tell(driver, 200, `x/${'y'.repeat(200)}`));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^\[DEBUG\] .*"x\/y{78}" \(generation 1\)$/);
  });

  it('that a debugger is attached counts alone', () => {
    const driver = driveToReady();
    tell(driver, 200, 'lifebound/debugger', { attached: true });
    expect(driver.status().debuggerAttached).toBe(true);
    for (const atMs of [5_100, 10_100, 15_100, 20_100, 25_100]) driver.ring(atMs, 'health');
    expect(driver.status().state).toBe('ready');
    tell(driver, 26_000, 'lifebound/debugger', { attached: false });
    expect(driver.status().debuggerAttached).toBe(false);
  });

  it('is answered about its helper in the log, by name and pid', () => {
    const driver = driveToReady();
    const said = logLines(driver.send(200, { type: 'declared', generation: 1, pid: 77, name: 'worker' }));
    expect(said).toEqual([expect.stringMatching(/^\[DEBUG\] .*worker \(77\)/)]);
  });
});

describe('a message while it ends', () => {
  const driveToStopping = () => {
    const driver = driveToReady();
    driver.send(200, { type: 'stop' });
    return driver;
  };

  it('is heard when it is a goodbye', () => {
    const driver = driveToStopping();
    const effects = tell(driver, 201, 'lifebound/bye', { reason: 'all saved' });
    expect(names(effects)).toEqual(['log']);
    expect(logLines(effects)[0]).toMatch(/^\[DEBUG\] .*all saved/);
    expect(driver.machine().run?.bye).toBe('all saved');
  });

  it.each([
    ['lifebound/beat', {}],
    ['lifebound/busy', { forMs: 60_000, what: 'save' }],
    ['lifebound/bye', { reason: 7 }],
    ['lifebound/bye', null],
    ['no/such', {}],
  ])('is ignored when it is %s of %j', (method, params) => {
    const driver = driveToStopping();
    expect(tell(driver, 201, method, params)).toEqual([]);
    expect(driver.machine().run?.bye).toBeNull();
  });
});
