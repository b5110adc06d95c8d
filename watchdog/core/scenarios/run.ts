import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Json = Readonly<Record<string, unknown>>;

interface ScenarioStep {
  readonly event: Json & { readonly atMs: number };
  readonly effects: readonly Json[];
  readonly logs: readonly string[];
  readonly status?: Json;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly config: Json;
  readonly steps: readonly ScenarioStep[];
}

/** A body's way to the core: one machine, made of the scenario's configuration. */
export interface ScenarioHost {
  dispatch(event: Json): readonly Json[];
  status(nowMs: number): Json;
}

export function loadScenarios(): readonly Scenario[] {
  const folder = new URL('.', import.meta.url);
  return readdirSync(fileURLToPath(folder))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({
      name: file.replace(/\.json$/, ''),
      ...JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
    }));
}

/** What came and what was written, step by step; the two are equal when the body conforms. */
export function playScenario(
  scenario: Scenario,
  host: ScenarioHost,
): { readonly got: readonly ScenarioStep[]; readonly wanted: readonly ScenarioStep[] } {
  const got = scenario.steps.map((step) => playStep(step, host));
  return { got, wanted: scenario.steps };
}

function playStep({ event, status: wanted }: ScenarioStep, host: ScenarioHost): ScenarioStep {
  const all = host.dispatch(event);
  const effects = all.filter(({ type }) => type !== 'log');
  const logs = all
    .filter(({ type, level }) => type === 'log' && level !== 'DEBUG')
    .map(({ level, message }) => `[${level}] ${message}`);
  if (wanted === undefined) return { event, effects, logs };
  const status = host.status(event.atMs);
  return {
    event,
    effects,
    logs,
    status: Object.fromEntries(Object.keys(wanted).map((key) => [key, status[key]])),
  };
}
