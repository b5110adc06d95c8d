// npm run bench:containment: what each tier costs a start and in memory, beside the plain group.
import { readFileSync } from 'node:fs';
import { createWatchdog } from 'lifebound';
import { findMarked, newMark, pssMb } from './measures/processes.mjs';
import { summarize } from './measures/statistics.mjs';

const rounds = Number(process.argv[2] ?? 40);
const tiers = ['group', 'keeper', 'cgroup', 'namespace'];

/** From the spawn to the first line of a shell that does nothing else, and what stands around it. */
async function start(containment) {
  const { mark, env } = newMark();
  const watchdog = createWatchdog({
    launch: { kind: 'command', program: 'sh', args: ['-c', 'echo up; exec sleep 987654'] },
    readiness: { kind: 'stay' },
    containment,
    env,
  });
  const up = new Promise((resolve) =>
    watchdog.on('log', ({ text }) => text === 'up' && resolve(performance.now())),
  );
  const began = performance.now();
  watchdog.start();
  const tookMs = (await up) - began;
  const around = findMarked(mark).filter(({ command }) => !command.startsWith('sleep'));
  // A keeper has no environment but its path; it is found as our child.
  const keepers = findKeepers();
  const mb = [...around, ...keepers].reduce((sum, { pid }) => sum + pssMb(pid), 0);
  await watchdog.stop();
  return { tookMs, mb };
}

function findKeepers() {
  const own = readFileSync(`/proc/self/task/${process.pid}/children`, 'latin1').trim().split(' ').map(Number);
  return findMarked(`PATH=${process.env.PATH}`).filter(({ pid }) => own.includes(pid));
}

const results = Object.fromEntries(tiers.map((tier) => [tier, { tookMs: [], mb: [] }]));
for (let round = -2; round < rounds; round += 1) {
  // In turn, so that a busy spell of the machine meets all of them.
  for (const tier of tiers) {
    const { tookMs, mb } = await start(tier);
    if (round < 0) continue;
    results[tier].tookMs.push(tookMs);
    results[tier].mb.push(mb);
  }
}
const base = summarize(results.group.tookMs).median;
console.log(
  '| tier | start to first line | more than the group | 10 % … 90 % | around it (PSS) | n |\n|---|---|---|---|---|---|',
);
for (const tier of tiers) {
  const { median, p10, p90, n } = summarize(results[tier].tookMs);
  const memory = summarize(results[tier].mb).median;
  console.log(
    `| ${tier} | ${median.toFixed(1)} ms | ${(median - base).toFixed(1)} ms | ${p10.toFixed(1)} … ${p90.toFixed(1)} ms | ${memory.toFixed(2)} MB | ${n} |`,
  );
}
