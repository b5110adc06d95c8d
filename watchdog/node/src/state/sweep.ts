import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { judgeRecord, type LeftProcess, parseRecord, type RunRecord } from '@lifebound/core';
import { isOurs, killCgroup, listCgroup, removeCgroup } from '../process/cgroup-folder.js';
import { endPolitely } from '../process/empty.js';
import { isSame, listMarked, listProcesses, readProcess } from '../process/proc.js';
import { findHere } from './here.js';
import { openStateFolder } from './state-folder.js';

/** What the sweep has done, for the log. */
export interface Swept {
  readonly ended: readonly LeftProcess[];
  /** Files that were no records, and are gone now. */
  readonly corrupt: readonly string[];
}

/** A record is a kilobyte; anything much larger is none. */
const maxRecordBytes = 64 * 1024;

/** Ends what lost hosts have left of their backends, each by its start time, and never a stranger with the same pid. */
export async function sweep(graceMs: number): Promise<Swept> {
  const folder = openStateFolder('running');
  const ended: LeftProcess[] = [];
  const corrupt: string[] = [];
  for (const name of folder === null ? [] : listRecords(folder)) {
    const path = join(folder!, name);
    const record = readRecord(path);
    if (record === 'gone') continue;
    if (record === null) {
      corrupt.push(name);
      rmSync(path, { force: true, recursive: true });
      continue;
    }
    const verdict = judgeRecord(record, {
      ...findHere(),
      hostStart: readProcess(record.host.pid)?.start ?? null,
    });
    if (verdict === 'keep') continue;
    if (verdict === 'end') ended.push(...(await endLeftOver(record, graceMs)));
    rmSync(path, { force: true });
  }
  return { ended, corrupt };
}

/** Half-written ones (`.tmp`) belong to a host that writes just now, or are nothing when it has gone. */
function listRecords(folder: string): string[] {
  const names = readdirSync(folder);
  for (const name of names.filter((one) => one.endsWith('.tmp'))) {
    const host = Number.parseInt(name, 10);
    if (!(host > 0) || readProcess(host) === null) rmSync(join(folder, name), { force: true });
  }
  return names.filter((name) => name.endsWith('.json'));
}

function readRecord(path: string): RunRecord | 'gone' | null {
  try {
    const file = lstatSync(path);
    return file.isFile() && file.size <= maxRecordBytes ? parseRecord(readFileSync(path, 'utf8')) : null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : null;
  }
}

/** What of that id is not over: something of it lives, or its host does, which removes the record when all has ended. */
export function listRunning(id: string): RunRecord[] {
  const folder = openStateFolder('running');
  if (folder === null) return [];
  return listRecords(folder).flatMap((name) => {
    const record = readRecord(join(folder, name));
    if (record === null || record === 'gone' || record.id !== id) return [];
    const isHere = record.bootId === findHere().bootId && record.namespace === findHere().namespace;
    return isHere && (isSame(record.host) || listLeftOver(record).length > 0) ? [record] : [];
  });
}

async function endLeftOver(record: RunRecord, graceMs: number): Promise<LeftProcess[]> {
  const seen = new Map<number, LeftProcess>();
  const list = () => {
    const left = listLeftOver(record);
    for (const { pid, name } of left) seen.set(pid, { pid, name });
    return left;
  };
  const cgroup = ownCgroup(record);
  await endPolitely(list, graceMs, () => {
    if (cgroup !== null) killCgroup(cgroup);
  });
  if (cgroup !== null) removeCgroup(cgroup);
  return [...seen.values()];
}

/** A path that was not made here is nobody's to end by. */
function ownCgroup({ cgroup }: RunRecord): string | null {
  return cgroup !== null && isOurs(cgroup) ? cgroup : null;
}

function listLeftOver(record: RunRecord): LeftProcess[] {
  const { leader, mark, helpers } = record;
  const cgroup = ownCgroup(record);
  const pids = new Set<number>(helpers.filter(isSame).map(({ pid }) => pid));
  if (isSame(leader)) {
    for (const row of listProcesses()) {
      // Its number is its group's and session's too, since a backend is started as a leader of both.
      if ([row.pid, row.group, row.session].includes(leader.pid)) pids.add(row.pid);
    }
  }
  if (mark !== null) for (const pid of listMarked(mark)) pids.add(pid);
  if (cgroup !== null) for (const pid of listCgroup(cgroup)) pids.add(pid);
  pids.delete(process.pid);
  return [...pids].flatMap((pid) => readProcess(pid) ?? []);
}
