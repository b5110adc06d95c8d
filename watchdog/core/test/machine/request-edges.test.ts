import { describe, expect, it } from 'vitest';
import { drive, driveToReady, failures, names } from '../drive.js';

describe('a request that is given up', () => {
  it('leaves the others waiting, and sends none to a backend that is not ready', () => {
    const driver = drive();
    driver.start(0);
    for (const id of [1, 2, 3]) driver.request(id, id, 'safe');
    expect(driver.send(10, { type: 'cancelled', id: 2 })).toEqual([{ type: 'status' }]);
    expect(driver.status()).toMatchObject({ state: 'starting', requestsInFlight: 0, requestsHeld: 2 });
    driver.spawned(20);
    expect(driver.ready(30).filter(({ type }) => type === 'sendRequest')).toEqual([
      { type: 'sendRequest', id: 1 },
      { type: 'sendRequest', id: 3 },
    ]);
  });

  it('while the old generation ends sends none to it', () => {
    const driver = driveToReady();
    driver.request(200, 1, 'safe');
    driver.request(201, 2, 'safe');
    driver.exited(300, 1);
    expect(driver.send(301, { type: 'cancelled', id: 1 })).toEqual([{ type: 'status' }]);
    expect(driver.status()).toMatchObject({ state: 'stopping', requestsInFlight: 0, requestsHeld: 1 });
  });

  it('and is not known changes nothing at all', () => {
    const driver = driveToReady();
    driver.request(200, 1, 'never');
    const before = driver.machine();
    expect(driver.send(201, { type: 'cancelled', id: 2 })).toEqual([]);
    expect(driver.send(202, { type: 'answered', id: 2 })).toEqual([]);
    expect(driver.machine()).toBe(before);
  });
});

describe('a backend that is suspect', () => {
  it('gets the next request when it answers one', () => {
    const driver = driveToReady();
    for (let id = 1; id <= 65; id += 1) driver.request(200, id, 'never');
    for (const check of [1, 2, 3]) driver.ring(100 + 5_000 * check, 'health');
    expect(driver.status()).toMatchObject({ state: 'suspect', requestsInFlight: 64, requestsHeld: 1 });
    expect(names(driver.send(15_101, { type: 'answered', id: 7 }))).toEqual(['sendRequest', 'status']);
    expect(driver.status()).toMatchObject({ state: 'suspect', requestsInFlight: 64, requestsHeld: 0 });
  });

  it('gets a new request at once', () => {
    const driver = driveToReady();
    for (const check of [1, 2, 3]) driver.ring(100 + 5_000 * check, 'health');
    expect(driver.request(15_101, 1, 'never')).toContainEqual({ type: 'sendRequest', id: 1 });
    expect(failures(driver.exited(15_200, 1))).toEqual({ 1: 'BACKEND_GONE' });
  });
});
