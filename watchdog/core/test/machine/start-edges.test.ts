import { describe, expect, it } from 'vitest';
import { readReason } from '../../src/machine/spawn-reason.js';
import { command, drive, driveToReady } from '../drive.js';

describe('readReason', () => {
  it('tells a folder from a file without the permission', () => {
    expect(readReason('EACCES: it is a folder', '/app/backend')).toEqual({
      text: 'permission denied',
      hint: '"/app/backend" is a folder: give the program in it.',
      isMissing: false,
      isLasting: true,
    });
    expect(readReason('spawn EACCES', '/app/backend').hint).toBe('Check the permissions of "/app/backend".');
  });

  it('says what to do with a program for another machine, which is not missing', () => {
    expect(readReason('spawn ENOEXEC', '/app/backend')).toEqual({
      text: 'not a program',
      hint: '"/app/backend" is no program for this machine: build it here.',
      isMissing: false,
      isLasting: true,
    });
  });
});

describe('an exit with neither code nor signal', () => {
  it('is told as unknown', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'exited', generation: 1, code: null, signal: null, stderrTail: [] });
    expect(driver.status().lastCause).toMatchObject({
      kind: 'crashed',
      message: 'Python backend exited with code unknown.',
    });
  });
});

describe('readiness', () => {
  const probed = (ok: boolean) => ({ type: 'probed', generation: 1, ok, detail: 'refused' }) as const;

  function driveToProbed() {
    const driver = drive({ ...command, readiness: { kind: 'tcp', port: 9 } });
    driver.start(0);
    driver.spawned(0);
    return driver;
  }

  it('is not shown by a second answer to one probe', () => {
    const driver = driveToProbed();
    driver.send(10, probed(false));
    expect(driver.machine().run?.probeDueMs).toBeNull();
    expect(driver.send(11, probed(true))).toEqual([]);
    expect(driver.status().state).toBe('starting');
    driver.ring(110, 'health');
    driver.send(111, probed(true));
    expect(driver.status().state).toBe('ready');
  });

  it('is not shown by an answer that nobody asked for', () => {
    const driver = drive();
    driver.start(0);
    driver.spawned(0);
    expect(driver.send(10, probed(true))).toEqual([]);
    expect(driver.status().state).toBe('starting');
  });

  it('by probe or by staying up tells neither version nor port', () => {
    const byProbe = driveToProbed();
    byProbe.send(10, probed(true));
    const byStay = drive({ ...command, readiness: { kind: 'stay' } });
    byStay.start(0);
    byStay.spawned(0);
    byStay.ring(1_000, 'stay-up');
    for (const driver of [byProbe, byStay]) {
      expect(driver.status()).toMatchObject({ state: 'ready', port: null, versions: { backend: null } });
    }
  });

  it('without a version does not fit an app that expects one', () => {
    const driver = drive({ ...command, appVersion: '1.2.3' });
    driver.start(0);
    driver.spawned(0);
    driver.ready(10, 1, { version: null });
    expect(driver.status().lastCause).toMatchObject({
      kind: 'version-mismatch',
      message:
        "Python backend has version unknown, which does not fit the app's 1.2.3. Build or install the two from one release.",
    });
  });
});
