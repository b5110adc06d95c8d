import { exitStatuses, lifeboundVersion } from '@lifebound/core';
import { describeFailure } from '../failure.js';
import { parseCommand } from './arguments.js';
import { hold, resume } from './hold.js';
import { locate } from './locate.js';
import { formatError, ignoreClosedOutput } from './output.js';
import { run } from './run.js';
import { usage } from './usage.js';

async function main(argv: readonly string[]): Promise<number> {
  const command = parseCommand(argv);
  switch (command.command) {
    case 'help':
      process.stdout.write(usage);
      return 0;
    case 'version':
      process.stdout.write(`${lifeboundVersion}\n`);
      return 0;
    case 'locate':
      return locate(command.cwd, command.json);
    case 'hold':
      return hold(command);
    case 'resume':
      return resume(command);
    case 'run':
      return run(command);
  }
}

function fail(error: unknown): void {
  const { code, message } = describeFailure(error);
  process.stderr.write(formatError(code, message));
  process.exit(code === 'INTERNAL' ? exitStatuses.internal : exitStatuses.usage);
}

ignoreClosedOutput();
main(process.argv.slice(2)).then((status) => process.exit(status), fail);
