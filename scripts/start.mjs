// npm start: sets up what is missing and opens the spreadsheet, in its window or, where none can be had, in the browser.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { whyNoDisplay, whyNoTauriBuild } from './machine.mjs';
import { root } from './root.mjs';
import { CommandFailed } from './run.mjs';
import { fail, setUp } from './setup/setup.mjs';
import { runSteps } from './setup/steps.mjs';
import { desktopStep, openWindow } from './start/desktop.mjs';
import { setAsideOutdatedBackend } from './start/outdated-backend.mjs';

const usage = `npm start -- [--web | --desktop] [--port N] [--no-open] [workbook]

  --web        the browser version, served on loopback
  --desktop    the window (needs Rust, WebKitGTK on Linux, and a display)
  --port N     the browser version's port (default: a free one)
  --no-open    print the address, do not open a browser`;

function readOptions() {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        web: { type: 'boolean' },
        desktop: { type: 'boolean' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    return refuse(error.message);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  if (values.web && values.desktop)
    return refuse('--web and --desktop exclude each other. Give one of them, or none.');
  if (values.desktop && (values.port || values['no-open']))
    return refuse('--port and --no-open are for the browser version. Use them with --web.');
  if (positionals.length > 1)
    return refuse(
      `One workbook can be opened from here, and ${positionals.length} were given: ${positionals.join(', ')}.`,
    );
  // npm changes to the root of the repository; the path was typed where the user stands.
  const workbook = positionals[0] && resolve(process.env.INIT_CWD ?? '.', positionals[0]);
  if (workbook && !existsSync(workbook))
    return refuse(`FILE_NOT_FOUND: there is no file at ${workbook}. Check the path.`);
  return { ...values, workbook };
}

function refuse(message) {
  console.error(`${message}\n\n${usage}`);
  process.exit(64);
}

async function start(options) {
  const why =
    options.web || options.port || options['no-open'] ? 'asked for' : (whyNoTauriBuild() ?? whyNoDisplay());
  if (options.desktop && why)
    throw new CommandFailed(`The window cannot be opened: ${why}. Try npm start -- --web`);
  if (!why) {
    await setUp([...runSteps, desktopStep]);
    sayIfOutdated();
    return openWindow(options.workbook);
  }
  if (why !== 'asked for') console.log(`Opening the browser version: ${why}.`);
  await setUp(runSteps);
  sayIfOutdated();
  // In this process: one less to end, and ready sooner.
  process.argv.splice(
    2,
    Number.POSITIVE_INFINITY,
    ...(options.port ? ['--port', options.port] : []),
    ...(options['no-open'] ? ['--no-open'] : []),
    ...(options.workbook ? [options.workbook] : []),
  );
  await import(new URL('excel/server/dist/main.js', `file://${root}/`).href);
}

function sayIfOutdated() {
  const line = setAsideOutdatedBackend();
  if (line) console.log(line);
}

await start(readOptions()).catch(fail);
