import { createRequire } from 'node:module';

/** A HANDLE: an address that only Windows can read. 0 is none. */
export type Handle = bigint;

/** Windows' own functions, by their own names. Structures cross as bytes. */
export interface Kernel32 {
  CreateJobObjectW(security: null, name: null): Handle | null;
  SetInformationJobObject(job: Handle, what: number, from: Buffer, bytes: number): boolean;
  QueryInformationJobObject(job: Handle, what: number, into: Buffer, bytes: number, written: null): boolean;
  AssignProcessToJobObject(job: Handle, process: Handle): boolean;
  TerminateJobObject(job: Handle, exitStatus: number): boolean;
  OpenProcess(rights: number, inherit: boolean, pid: number): Handle | null;
  WaitForSingleObject(handle: Handle, durationMs: number): number;
  GetProcessTimes(process: Handle, created: Buffer, exited: Buffer, kernel: Buffer, user: Buffer): boolean;
  CreateToolhelp32Snapshot(what: number, pid: number): Handle | null;
  Process32FirstW(snapshot: Handle, into: Buffer): boolean;
  Process32NextW(snapshot: Handle, into: Buffer): boolean;
  CloseHandle(handle: Handle): boolean;
  GetLastError(): number;
  readonly pointerBytes: number;
}

let loaded: Kernel32 | null = null;

/**
 * What Node has no words for: Job Objects, and when a process started.
 * @throws Error in words for the status, such as `koffi is not installed`
 */
export function loadKernel32(): Kernel32 {
  loaded ??= bind(loadKoffi());
  return loaded;
}

export function hasKernel32(): boolean {
  try {
    loadKernel32();
    return true;
  } catch {
    return false;
  }
}

/** Not an import: it is an optional dependency, and on other systems not even looked for. */
function loadKoffi(): typeof import('koffi') {
  try {
    return createRequire(import.meta.url)('koffi');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = `koffi can't be loaded: ${message.split('\n')[0]}`;
    throw new Error(code === 'MODULE_NOT_FOUND' ? 'koffi is not installed' : reason);
  }
}

function bind(koffi: typeof import('koffi')): Kernel32 {
  const library = koffi.load('kernel32.dll');
  const declare = (result: string, name: string, ...parameters: string[]) =>
    library.func('__stdcall', name, result, parameters);
  const [handle, bytes, number] = ['void *', 'void *', 'uint32_t'];
  return {
    CreateJobObjectW: declare(handle, 'CreateJobObjectW', 'void *', 'void *'),
    SetInformationJobObject: declare('bool', 'SetInformationJobObject', handle, number, bytes, number),
    QueryInformationJobObject: declare(
      'bool',
      'QueryInformationJobObject',
      handle,
      number,
      bytes,
      number,
      'void *',
    ),
    AssignProcessToJobObject: declare('bool', 'AssignProcessToJobObject', handle, handle),
    TerminateJobObject: declare('bool', 'TerminateJobObject', handle, number),
    OpenProcess: declare(handle, 'OpenProcess', number, 'bool', number),
    WaitForSingleObject: declare(number, 'WaitForSingleObject', handle, number),
    GetProcessTimes: declare('bool', 'GetProcessTimes', handle, bytes, bytes, bytes, bytes),
    CreateToolhelp32Snapshot: declare(handle, 'CreateToolhelp32Snapshot', number, number),
    Process32FirstW: declare('bool', 'Process32FirstW', handle, bytes),
    Process32NextW: declare('bool', 'Process32NextW', handle, bytes),
    CloseHandle: declare('bool', 'CloseHandle', handle),
    GetLastError: declare(number, 'GetLastError'),
    pointerBytes: koffi.sizeof('void *'),
  };
}
