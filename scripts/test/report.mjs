import { CommandFailed } from '../run.mjs';

/**
 * Runs the parts one after the other (2 cores: two at once only disturb each other's clocks) and goes on after a
 * failure, so that one run shows everything. In CI (`allowSkip` false) a skip counts as a failure.
 */
export async function runParts(parts, { allowSkip }) {
  const lines = [];
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const part of parts) {
    const reason = part.whyNot();
    if (reason && allowSkip) {
      count.skipped++;
      lines.push(`skipped  ${part.name}: ${reason}`);
      console.log(`\n=== ${part.name}: skipped, ${reason}`);
      continue;
    }
    console.log(`\n=== ${part.name}`);
    const started = performance.now();
    const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
    try {
      if (reason) throw new CommandFailed(`CI allows no skip, and ${reason}`);
      await part.run();
      count.passed++;
      lines.push(`passed   ${part.name} (${seconds()})`);
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      count.failed++;
      lines.push(`failed   ${part.name} (${seconds()}): ${error.message}`);
      console.error(error.message);
    }
  }
  console.log(
    `\n${lines.join('\n')}\n\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`,
  );
  return count.failed === 0;
}
