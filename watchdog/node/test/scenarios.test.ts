import { createMachine, type Effect, type Event, statusOf, step, validateConfig } from '@lifebound/core';
import { expect, it } from 'vitest';
import { loadScenarios, playScenario, type ScenarioHost } from '../../core/scenarios/run.js';

/** The core as this body uses it: by its package, built. */
function openCore(config: unknown): ScenarioHost {
  const checked = validateConfig(config);
  if (!checked.ok) throw new Error(checked.error.message);
  let machine = createMachine(checked.config);
  const plain = <Value>(value: Value) => JSON.parse(JSON.stringify(value));
  return {
    dispatch: (event) => {
      const result: { machine: typeof machine; effects: readonly Effect[] } = step(
        machine,
        event as unknown as Event,
      );
      machine = result.machine;
      return plain(result.effects);
    },
    status: (nowMs) => plain(statusOf(machine, nowMs)),
  };
}

it.each(loadScenarios())('$name: $title', (scenario) => {
  const { got, wanted } = playScenario(scenario, openCore(scenario.config));
  expect(got).toEqual(wanted);
});
