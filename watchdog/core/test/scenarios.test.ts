import { describe, expect, it } from 'vitest';
import { loadScenarios, playScenario } from '../scenarios/run.js';
import * as jsonHost from '../src/json-host.js';

/** The way of the Tauri body: JSON in, JSON out. */
const host = {
  dispatch: (event: object) => JSON.parse(jsonHost.dispatch(JSON.stringify(event))),
  status: (nowMs: number) => JSON.parse(jsonHost.status(nowMs)),
};

describe('conformance scenarios', () => {
  for (const scenario of loadScenarios()) {
    it(`${scenario.name}: ${scenario.title}`, () => {
      expect(JSON.parse(jsonHost.create(JSON.stringify(scenario.config))).ok).toBe(true);
      const { got, wanted } = playScenario(scenario, host);
      expect(got).toEqual(wanted);
    });
  }
});
