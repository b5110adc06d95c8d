import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Failure } from './simulate.js';
import { Statistics } from './statistics.js';
import type { Batch, BatchResult } from './worker.js';

export interface Outcome {
  readonly statistics: Statistics;
  readonly failure: Failure | null;
}

/** Small enough for even ends and a lively progress, large enough to cost nothing. */
const batchSize = 500;
const progressMs = 10_000;
/** Spreads the batches' seeds over all numbers (2^32 divided by the golden ratio). */
const spread = 0x9e3779b9;
const positive = 0x7fffffff;

/** Plays so many schedules on all cores. The same seed gives the same schedules, on however many. */
export async function runAll(
  workerFile: URL,
  seed: number,
  schedules: number,
  tell: (line: string) => void,
): Promise<Outcome> {
  const statistics = new Statistics();
  const batches = Array.from({ length: Math.ceil(schedules / batchSize) }, (_, index): Batch => {
    const count = Math.min(batchSize, schedules - index * batchSize);
    return { seed: (seed + Math.imul(index, spread)) & positive, count };
  }).values();
  const startedMs = performance.now();
  const progress = setInterval(() => {
    const perSecond = (statistics.schedules / (performance.now() - startedMs)) * 1_000;
    tell(`${statistics.schedules} of ${schedules} schedules, ${Math.round(perSecond)} a second`);
  }, progressMs);
  let failure: Failure | null = null;
  const workers = Array.from({ length: availableParallelism() }, () => new Worker(workerFile));
  try {
    await Promise.all(
      workers.map(async (worker) => {
        for (const batch of batches) {
          const result = await ask(worker, batch);
          statistics.add(result.counts);
          failure ??= result.failure;
          if (failure !== null) return;
        }
      }),
    );
  } finally {
    clearInterval(progress);
    for (const worker of workers) await worker.terminate();
  }
  return { statistics, failure };
}

function ask(worker: Worker, batch: Batch): Promise<BatchResult> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (result: BatchResult) => {
      worker.off('error', reject);
      resolve(result);
    });
    worker.postMessage(batch);
  });
}
