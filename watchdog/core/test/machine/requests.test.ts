import { describe, expect, it } from 'vitest';
import { command, drive, driveToReady, failures, names } from '../drive.js';

const sent = (effects: readonly { type: string; id?: unknown }[]) =>
  effects.filter(({ type }) => type === 'sendRequest').map(({ id }) => id);

describe('requests', () => {
  it('go out 64 at a time; the rest waits in order', () => {
    const driver = driveToReady();
    for (let id = 1; id <= 64; id += 1) expect(sent(driver.request(200, id, 'never'))).toEqual([id]);
    expect(sent(driver.request(201, 65, 'never'))).toEqual([]);
    expect(sent(driver.request(201, 66, 'never'))).toEqual([]);
    expect(driver.status()).toMatchObject({ requestsInFlight: 64, requestsHeld: 2 });
    expect(sent(driver.send(202, { type: 'answered', id: 7 }))).toEqual([65]);
    expect(sent(driver.send(203, { type: 'cancelled', id: 8 }))).toEqual([66]);
  });

  it('that wait for a place fail with the backend, unless they may be repeated', () => {
    const driver = driveToReady();
    for (let id = 1; id <= 64; id += 1) driver.request(200, id, 'safe');
    driver.request(201, 65, 'never');
    driver.request(202, 66, 'safe');
    expect(failures(driver.exited(300, 1))).toEqual({ 65: 'BACKEND_GONE' });
    expect(driver.status().requestsHeld).toBe(65);
  });

  it('keep their order over a restart', () => {
    const driver = driveToReady();
    for (const id of [3, 1, 2]) driver.request(200, id, 'safe');
    driver.exited(300, 1);
    driver.request(301, 4, 'safe');
    driver.empty(302);
    driver.spawned(303, 2);
    expect(sent(driver.ready(304, 2))).toEqual([3, 1, 2, 4]);
  });

  it('held before the first ready survive a crash of the start-up, of both kinds', () => {
    const driver = drive();
    driver.start(0);
    driver.request(1, 1, 'never');
    driver.request(2, 2, 'safe');
    driver.spawned(3);
    expect(failures(driver.exited(4, 1))).toEqual({});
    driver.empty(5);
    driver.spawned(6, 2);
    expect(sent(driver.ready(7, 2))).toEqual([1, 2]);
  });

  it('that the caller gives up while they wait are forgotten', () => {
    const driver = drive();
    driver.start(0);
    driver.request(1, 1, 'safe');
    driver.send(2, { type: 'cancelled', id: 1 });
    driver.spawned(3);
    expect(sent(driver.ready(4))).toEqual([]);
  });

  it('are answered while the old generation ends, and refused when nothing comes after', () => {
    const driver = driveToReady();
    driver.request(200, 1, 'never');
    driver.send(201, { type: 'stop' });
    expect(failures(driver.request(202, 2, 'safe'))).toEqual({ 2: 'BACKEND_STOPPED' });
    driver.send(203, { type: 'answered', id: 1 });
    expect(failures(driver.exited(300, 0))).toEqual({});
  });

  it('marked safe fail in the end when a stop comes while they wait', () => {
    const driver = driveToReady();
    driver.request(200, 1, 'safe');
    driver.exited(300, 1);
    driver.send(301, { type: 'stop' });
    expect(failures(driver.empty(302))).toEqual({ 1: 'BACKEND_STOPPED' });
  });

  it('of an id that is known already are one', () => {
    const driver = driveToReady();
    driver.request(200, 1, 'never');
    expect(names(driver.request(201, 1, 'never'))).toEqual([]);
  });

  it('of exactly the limit pass', () => {
    const driver = driveToReady();
    expect(sent(driver.request(200, 1, 'never', 8 * 1024 * 1024))).toEqual([1]);
    expect(failures(driver.request(201, 2, 'never', 8 * 1024 * 1024 + 1))).toEqual({
      2: 'PAYLOAD_TOO_LARGE',
    });
  });

  it('do not tell the status of each that comes and goes', () => {
    const driver = driveToReady();
    expect(names(driver.request(200, 1, 'never'))).toEqual(['sendRequest']);
    expect(names(driver.send(201, { type: 'answered', id: 1 }))).toEqual([]);
  });
});

describe('the status', () => {
  const tells = (effects: readonly { readonly type: string }[]) =>
    effects.some(({ type }) => type === 'status');

  it('has the requests in flight, told at most once a second, and at the latest by the next event', () => {
    const driver = driveToReady();
    expect(tells(driver.request(1_099, 1, 'never'))).toBe(false);
    expect(tells(driver.request(1_100, 2, 'never'))).toBe(true);
    expect(tells(driver.send(1_101, { type: 'answered', id: 1 }))).toBe(false);
    expect(tells(driver.send(2_099, { type: 'heard', generation: 1 }))).toBe(false);
    expect(tells(driver.send(2_100, { type: 'heard', generation: 1 }))).toBe(true);
    expect(driver.status().requestsInFlight).toBe(1);
    expect(tells(driver.send(9_000, { type: 'heard', generation: 1 }))).toBe(false);
  });

  it('has the port that the backend told, for as long as it lives', () => {
    const driver = drive(command);
    driver.start(0);
    driver.spawned(10);
    expect(driver.status().port).toBeNull();
    driver.ready(100, 1, { port: 8_123 });
    expect(driver.status().port).toBe(8_123);
    driver.exited(200, 1);
    expect(driver.status().port).toBeNull();
    driver.empty(201);
    driver.spawned(210, 2);
    driver.ready(300, 2);
    expect(driver.status().port).toBeNull();
  });
});
