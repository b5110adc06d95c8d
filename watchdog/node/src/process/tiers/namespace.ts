import { spawnSync } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { keeperOf, type ProcessKey, programPidInNamespace, wrap } from '@lifebound/core';
import { killUntilEmpty, send } from '../empty.js';
import { Keeper } from '../keeper.js';
import { checkProgram, launch } from '../launch.js';
import { isSame, listChildren, readNamespacePids, readProcess } from '../proc.js';
import type { Exit, Tier } from '../tier.js';

const isRoot = process.getuid?.() === 0;

/** A PID namespace, whose init ends it when this process is gone, by whatever death. Linux. */
export const namespace: Tier = {
  name: 'namespace',
  probe() {
    const { program, args } = wrap({ tier: 'namespace', graceMs: 0, isRoot }, { program: 'true', args: [] });
    const flags = args.slice(0, args.indexOf('--') + 1);
    const tried = spawnSync(program, [...flags, 'true'], { encoding: 'utf8', timeout: 5_000 });
    if (tried.status === 0) return { available: true, reason: '' };
    const reason = tried.error?.message ?? tried.stderr.trim();
    return { available: false, reason: reason || `${program} ended with ${tried.signal ?? tried.status}` };
  },
  async start(request) {
    checkProgram(request);
    const binding = { tier: 'namespace', graceMs: request.graceMs, isRoot } as const;
    const { child, exited } = await launch(wrap(binding, request), request, ['pipe', 'pipe']);
    const [, , errors, control, report] = child.stdio as [
      unknown,
      unknown,
      Readable | null,
      Writable,
      Readable,
    ];
    control.on('error', () => {});
    await untilStarted(report, exited, errors);
    const { init, program } = findInside(child.pid);
    let helpers: Promise<Keeper> | null = null;
    return {
      child,
      pid: program ?? child.pid,
      exited,
      cgroup: null,
      mark: null,
      signal(signal) {
        if (signal === 'SIGTERM') control.write('TERM\n');
        // The init is in the group, and the kernel ends the rest with it.
        else endNow();
      },
      endNow,
      async end() {
        const alive = () => (init && isSame(init) ? [init] : []);
        const left = await killUntilEmpty(
          () =>
            alive()
              .flatMap(({ pid }) => [pid, ...listChildren(pid)])
              .flatMap((pid) => readProcess(pid) ?? []),
          // The init has waited for those who still save.
          0,
          () => {
            for (const { pid } of alive()) send(pid, 'SIGKILL');
          },
        );
        control.destroy();
        if (left.length === 0) helpers?.then((kept) => kept.done()).catch(() => {});
        return left;
      },
      async adopt(helper) {
        helpers ??= Keeper.start(keeperOf(binding)!, request.warn);
        try {
          (await helpers).adopt(helper);
        } catch (error) {
          helpers = null;
          request.warn(
            `No keeper could be started for process ${helper.pid} (${(error as Error).message}): it ends with the backend, but not if this app is killed`,
          );
        }
      },
    };

    function endNow(): void {
      if (child.exitCode === null && child.signalCode === null) send(-child.pid, 'SIGKILL');
      if (init && isSame(init)) send(init.pid, 'SIGKILL');
    }
  },
};

/** The init says `started` just before it becomes the program; what ends before that never was one. */
async function untilStarted(report: Readable, exited: Promise<Exit>, errors: Readable | null): Promise<void> {
  const isStarted = await new Promise<boolean>((resolve) => {
    report.once('data', () => resolve(true)).once('close', () => resolve(false));
  });
  report.resume();
  if (isStarted) return;
  const { code, signal } = await exited;
  const said = errors === null ? '' : String(errors.read() ?? '').trim();
  throw new Error(`its namespace could not be made: ${said || `unshare ended with ${signal ?? code}`}`);
}

/** As we see them. `null`: gone already. */
function findInside(outer: number): { init: ProcessKey | null; program: number | null } {
  const [pid] = listChildren(outer);
  const init = pid === undefined ? null : readProcess(pid);
  const isProgram = (child: number) => readNamespacePids(child).at(-1) === programPidInNamespace;
  return { init, program: (init && listChildren(init.pid).find(isProgram)) ?? null };
}
