import { parentPort } from 'node:worker_threads';
import type { Failure } from './simulate.js';
import { simulate } from './simulate.js';
import type { Counts } from './statistics.js';

export interface Batch {
  readonly seed: number;
  readonly count: number;
}

export interface BatchResult {
  readonly counts: Counts;
  readonly failure: Failure | null;
}

parentPort?.on('message', ({ seed, count }: Batch) => {
  const { statistics, failure } = simulate(seed, count);
  const result: BatchResult = { counts: statistics.counts(), failure };
  parentPort?.postMessage(result);
});
