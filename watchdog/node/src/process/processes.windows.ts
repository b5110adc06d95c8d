import { type Handle, hasKernel32, type Kernel32, loadKernel32 } from './kernel32.windows.js';
import type { ProcessRow } from './proc.js';

/** PROCESS_TERMINATE and PROCESS_SET_QUOTA to put it into a job; SYNCHRONIZE and PROCESS_QUERY_LIMITED_INFORMATION. */
const lookAndBind = 0x0010_1101;
const look = 0x0010_1000;

/** WAIT_TIMEOUT */
const stillRuns = 258;

/** TH32CS_SNAPPROCESS */
const allProcesses = 2;

/** A process that was opened: its pid can't be given to a stranger before `close`. */
export interface OpenedProcess {
  readonly handle: Handle;
  /** When it was created: a FILETIME in decimal digits, opaque. */
  readonly start: string;
  hasEnded(): boolean;
  close(): void;
}

/** To be put into a job; `null`: there is none, or we may not. */
export function openProcess(pid: number, rights = lookAndBind): OpenedProcess | null {
  const kernel = loadKernel32();
  const handle = kernel.OpenProcess(rights, false, pid);
  if (!handle) return null;
  return {
    handle,
    start: readStart(kernel, handle),
    hasEnded: () => kernel.WaitForSingleObject(handle, 0) !== stillRuns,
    close: () => kernel.CloseHandle(handle),
  };
}

function readStart(kernel: Kernel32, process: Handle): string {
  const [created, exited, inKernel, inUser] = [0, 0, 0, 0].map(() => Buffer.alloc(8)) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  kernel.GetProcessTimes(process, created, exited, inKernel, inUser);
  return String(created.readBigUInt64LE());
}

/** Everybody who lives and whom we may look at; nobody without koffi. */
export function listWindowsProcesses(): ProcessRow[] {
  if (!hasKernel32()) return [];
  const starts = new Map<number, string | null>();
  const startOf = (pid: number) => {
    if (!starts.has(pid)) starts.set(pid, findStart(pid));
    return starts.get(pid) ?? null;
  };
  return listEntries().flatMap(({ pid, parent, name }) => {
    const start = startOf(pid);
    if (start === null) return [];
    // A parent that is younger than its child is a stranger who got the pid.
    const parentStart = startOf(parent);
    const isReal = parentStart !== null && BigInt(parentStart) <= BigInt(start);
    // There are no groups and sessions: everybody leads his own.
    return [{ pid, name, start, parent: isReal ? parent : 0, group: pid, session: pid }];
  });
}

/** `null`: none lives, or it is another user's. */
function findStart(pid: number): string | null {
  const opened = openProcess(pid, look);
  if (opened === null) return null;
  try {
    // Somebody's handle may keep a dead one listed.
    return opened.hasEnded() ? null : opened.start;
  } finally {
    opened.close();
  }
}

type Entry = Pick<ProcessRow, 'pid' | 'parent' | 'name'>;

function listEntries(): Entry[] {
  const kernel = loadKernel32();
  const entry = newEntry(kernel);
  const snapshot = kernel.CreateToolhelp32Snapshot(allProcesses, 0);
  if (!snapshot) return [];
  const entries: Entry[] = [];
  for (
    let more = kernel.Process32FirstW(snapshot, entry);
    more;
    more = kernel.Process32NextW(snapshot, entry)
  ) {
    entries.push(readEntry(kernel, entry));
  }
  kernel.CloseHandle(snapshot);
  return entries;
}

/** A `PROCESSENTRY32W`, which must know its own size. */
function newEntry({ pointerBytes }: Kernel32): Buffer {
  const entry = Buffer.alloc(pointerBytes === 8 ? 568 : 556);
  entry.writeUInt32LE(entry.length);
  return entry;
}

function readEntry({ pointerBytes }: Kernel32, entry: Buffer): Entry {
  const [parentAt, nameAt] = pointerBytes === 8 ? [32, 44] : [24, 36];
  const name = entry.toString('utf16le', nameAt, nameAt + 260 * 2);
  return {
    pid: entry.readUInt32LE(8),
    parent: entry.readUInt32LE(parentAt),
    name: name.slice(0, name.indexOf('\0')),
  };
}
