import { statSync } from 'node:fs';
import type { ProcessKey } from '@lifebound/core';
import { readPidNamespace } from '../state/here.js';
import { listProcesses, type ProcessRow, readNamespacePids, readProcess } from './proc.js';

type Answer = { readonly helper: ProcessRow } | { readonly refused: string };

/**
 * A helper that a backend declares, as this process sees it. Nothing a backend says is believed: a pid that is not its
 * user's, or whose end would be our own, is refused.
 */
export function findHelper(pid: number, namespace: string | null, backend: readonly number[]): Answer {
  const helper = translate(pid, namespace, backend);
  if (helper === null) return { refused: 'there is no such process' };
  if (backend.includes(helper.pid)) return { refused: 'it is the backend itself' };
  if (listAncestors(process.pid).includes(helper.pid))
    return { refused: 'it is the host, or an ancestor of it' };
  if (!isOurs(helper)) return { refused: "it is another user's" };
  return { helper };
}

function translate(pid: number, namespace: string | null, backend: readonly number[]): ProcessRow | null {
  if (namespace === null || namespace === readPidNamespace('self')) return readProcess(pid);
  // Only where the backend itself counts: any other namespace is a stranger's.
  if (!backend.some((one) => readPidNamespace(one) === namespace)) return null;
  const isIt = (row: ProcessRow) =>
    readNamespacePids(row.pid).at(-1) === pid && readPidNamespace(row.pid) === namespace;
  return listProcesses().find(isIt) ?? null;
}

/** It and its parents, up to the first process. */
function listAncestors(pid: number): number[] {
  const parent = readProcess(pid)?.parent ?? 0;
  return parent > 0 ? [pid, ...listAncestors(parent)] : [pid];
}

function isOurs({ pid }: ProcessKey): boolean {
  try {
    return statSync(`/proc/${pid}`).uid === process.getuid?.();
  } catch {
    // No /proc: a signal that may not be sent is refused by the system.
    return true;
  }
}
