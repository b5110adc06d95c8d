import { cpus, release, totalmem, version } from 'node:os';

/** What the numbers were measured on. */
export function describeMachine() {
  const [cpu] = cpus();
  return {
    processor: `${cpus().length} × ${cpu.model.trim()}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${version()}, kernel ${release()}`,
    node: process.version,
  };
}
