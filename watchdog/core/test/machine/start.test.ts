import { describe, expect, it } from 'vitest';
import type { ContainmentTier } from '../../src/containment.js';
import { readReason } from '../../src/machine/spawn-reason.js';
import { command, drive, driveToReady, logLines } from '../drive.js';

describe('readReason', () => {
  it.each([
    ['spawn /app/backend EACCES', 'permission denied'],
    ['Permission denied (os error 13)', 'permission denied'],
    ['Access is denied. (os error 5)', 'permission denied'],
    ['spawn job ENOENT', 'not found'],
    ['No such file or directory (os error 2)', 'not found'],
    ['The system cannot find the file specified. (os error 2)', 'not found'],
    ['Exec format error (os error 8)', 'not a program'],
    ['%1 is not a valid Win32 application. (os error 193)', 'not a program'],
  ])('%s is %s, and lasts', (reason, text) => {
    expect(readReason(reason, 'x')).toMatchObject({ text, isLasting: true });
  });

  it.each(['spawn EAGAIN', 'Text file busy (os error 26)', 'Too many open files (os error 24)'])(
    '%s may pass',
    (reason) => {
      expect(readReason(reason, 'x')).toMatchObject({ text: reason, isLasting: false, isMissing: false });
    },
  );
});

describe('a spawn that fails', () => {
  it('lastingly, after one that did not, counts as an attempt: an update may be at work', () => {
    const driver = driveToReady();
    driver.exited(200, 1);
    driver.empty(201);
    driver.send(202, { type: 'spawnFailed', generation: 2, reason: 'ENOENT' });
    expect(driver.status()).toMatchObject({ state: 'backoff', attempts: 1 });
  });

  it('is no process that died', () => {
    const driver = drive();
    driver.start(0);
    const effects = driver.send(1, { type: 'spawnFailed', generation: 1, reason: 'EAGAIN' });
    expect(logLines(effects).join()).not.toContain('died');
  });
});

describe('the host', () => {
  it('is named once, however often the backend starts', () => {
    const driver = drive({ ...command, hostLabel: 'Tauri application' });
    driver.start(0);
    const line = '[INFO] Tauri application started with Python backend watchdog';
    expect(logLines(driver.spawned(1))).toContain(line);
    driver.exited(2, 1);
    driver.empty(3);
    expect(logLines(driver.spawned(4, 2))).not.toContain(line);
  });
});

describe('a search', () => {
  it('that is never answered ends at the start-up deadline and counts as an attempt', () => {
    const driver = drive({});
    driver.start(0);
    driver.ring(120_000, 'start');
    expect(driver.status()).toMatchObject({ attempts: 1, lastCause: { kind: 'start-timeout' } });
  });

  it('says only once what it found, as long as that is the same', () => {
    const driver = drive({});
    const answers = [{ candidate: './excel-backend', found: 'executable', path: '/b' }] as const;
    driver.start(0);
    expect(logLines(driver.send(1, { type: 'located', generation: 1, answers })).join()).toContain('Found');
    driver.send(2, { type: 'stop' });
    driver.send(3, { type: 'spawnFailed', generation: 1, reason: 'x' });
    driver.start(4);
    expect(logLines(driver.send(5, { type: 'located', generation: 2, answers })).join()).not.toContain(
      'Found',
    );
  });
});

describe('readiness', () => {
  it('by probe is asked with growing pauses, up to a second', () => {
    const driver = drive({ ...command, readiness: { kind: 'tcp', port: 9 } });
    driver.start(0);
    driver.spawned(0);
    const pauses: (number | undefined)[] = [];
    let nowMs = 0;
    for (let asked = 0; asked < 9; asked += 1) {
      const effects = driver.send(nowMs, { type: 'probed', generation: 1, ok: false, detail: 'refused' });
      const pause = effects.flatMap((effect) => (effect.type === 'setTimer' ? [effect.delayMs] : []))[0];
      pauses.push(pause);
      nowMs += pause ?? 0;
      driver.ring(nowMs, 'health');
    }
    expect(pauses).toEqual([100, 150, 225, 338, 507, 760, 1_000, 1_000, 1_000]);
  });

  it('takes no message of a backend without the link', () => {
    const driver = drive({ ...command, readiness: { kind: 'stay' } });
    driver.start(0);
    driver.spawned(1);
    driver.ready(2);
    expect(driver.status().state).toBe('starting');
  });

  it('is said once', () => {
    const driver = driveToReady();
    driver.ready(200, 1, { version: '9.9.9' });
    expect(driver.status().versions.backend).toBe('1.2.3');
  });
});

describe('what binds the backend', () => {
  const spawnedBy = (tier: ContainmentTier, tierReason: string, options: object = {}) => {
    const driver = drive({ ...command, ...options });
    driver.start(0);
    const event = { type: 'spawned', generation: 1, pid: 1, nonce: '', tier, tierReason } as const;
    return { driver, said: logLines(driver.send(1, event)) };
  };

  it('a fall-back is said once', () => {
    const { driver, said } = spawnedBy('keeper', 'cgroup: none; namespace: refused');
    expect(said[0]).toContain(
      `[DEBUG] Contained by "keeper", since the better can't be had here: cgroup: none; namespace: refused`,
    );
    driver.exited(2, 1);
    const next = {
      type: 'spawned',
      generation: 2,
      pid: 2,
      nonce: '',
      tier: 'keeper',
      tierReason: 'x',
    } as const;
    driver.empty(3);
    expect(logLines(driver.send(4, next)).join()).not.toContain('Contained');
  });

  it.each(['group', 'none'] as const)('%s is a warning, since it binds nothing to a killed app', (tier) => {
    expect(spawnedBy(tier, 'job: koffi is not installed').said[0]).toBe(
      '[WARN] Killed, the app would leave what Python backend has started: job: koffi is not installed',
    );
  });

  it('the best, or a forced one, needs no words', () => {
    expect(spawnedBy('job', '').said).toHaveLength(1);
    const forced = { containment: 'none' };
    expect(spawnedBy('none', 'forced by configuration', forced).said).toHaveLength(1);
  });
});
