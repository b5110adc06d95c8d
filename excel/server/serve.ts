import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWatchdog, type LogLine, type WatchdogOptions } from 'lifebound';
import { createWebHost } from 'lifebound/web-host';
import { failure } from './failure.js';
import { createRoutes } from './routes.js';
import { WorkbookFolder } from './workbook-folder.js';

/** `excel/`, from the compiled file's place. */
const room = fileURLToPath(new URL('../../', import.meta.url));

export interface ServeOptions {
  /** @default any free one */
  readonly port?: number;
  /** Path of a workbook to open. */
  readonly workbook?: string;
  /** Instead of the watchdog's defaults: tests give other programs and shorter times. */
  readonly watchdog?: WatchdogOptions;
  readonly onLog?: (line: LogLine) => void;
  /** The page asked to quit, and everything has ended. */
  readonly onQuit?: () => void;
}

export interface Served {
  /** With the token of this start. */
  readonly url: string;
  /** Resolves when nothing of the backend is left. */
  close(): Promise<void>;
}

/**
 * The browser version: backend, watchdog, and the page on 127.0.0.1. Resolves once the page can be opened; the
 * backend gets ready meanwhile.
 * @throws (by rejection) LifeboundFailure FILE_NOT_FOUND, PORT_TAKEN, INVALID_OPTION
 */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  const launch = { paths: launchPaths(options.workbook), sample: samplePath() };
  // The seed's search orders start in src-tauri, as under `cargo tauri dev`.
  const watchdog = createWatchdog({
    cwd: join(room, 'src-tauri'),
    hostLabel: 'Web application',
    appVersion: '0.1.0',
    ...options.watchdog,
    // So that a restarted service knows what this app had open from what an earlier one left.
    env: { LIFEBOUND_EXCEL_SESSION: randomUUID(), ...options.watchdog?.env },
  });
  if (options.onLog) watchdog.on('log', options.onLog);
  const folder = new WorkbookFolder();
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= Promise.all([watchdog.hostGone('app-exit'), host.close()]).then(() => folder.remove());
    return closing;
  };
  const quit = () => void close().then(options.onQuit);
  const routes = createRoutes(folder, launch, quit);
  const directory = join(room, 'dist');
  const host = await createWebHost({ watchdog, directory, routes, port: options.port ?? 0 }).catch(
    async (error) => {
      await folder.remove();
      throw error;
    },
  );
  watchdog.start();
  return { url: host.url, close };
}

function launchPaths(workbook: string | undefined): string[] {
  if (workbook === undefined) return [];
  const path = resolve(workbook);
  if (!existsSync(path)) throw failure('FILE_NOT_FOUND', `There is no file at ${path}. Check the path.`);
  if (!statSync(path).isFile())
    throw failure('FILE_NOT_FOUND', `${path} is a folder. Give the path of a workbook.`);
  return [path];
}

function samplePath(): string | null {
  const path = join(room, 'samples', 'budget.xlsx');
  return existsSync(path) ? path : null;
}
