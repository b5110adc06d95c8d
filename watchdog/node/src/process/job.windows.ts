import type { LeftProcess } from '@lifebound/core';
import { type Handle, type Kernel32, loadKernel32 } from './kernel32.windows.js';
import { listWindowsProcesses, openProcess } from './processes.windows.js';

/** `JOB_OBJECT_LIMIT_…` */
const killOnJobClose = 0x2000;
const silentBreakawayOk = 0x1000;

/** `JOBOBJECTINFOCLASS` */
const extendedLimitInformation = 9;
const basicProcessIdList = 3;

/** As `taskkill /F` has it. */
const killedStatus = 1;

/** More are counted, and named only up to here. */
const mostListed = 1_024;

/**
 * A Job Object: its members and all that they start, detached or not. The kernel ends them with the last handle to it,
 * which is ours alone (it is not inherited), so also when this process is killed.
 */
export class Job {
  readonly #kernel: Kernel32;
  #handle: Handle | null;

  /** @throws Error in words for the status */
  constructor() {
    this.#kernel = loadKernel32();
    const handle = this.#kernel.CreateJobObjectW(null, null);
    if (!handle) throw this.#failure('a Job Object could not be made');
    this.#handle = handle;
    try {
      this.holdNewcomers(true);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Whether what members start from now on is in it too: always, save in the job of this process itself.
   * @throws Error in words for the status
   */
  holdNewcomers(isHeld: boolean): void {
    const limits = extendedLimits(this.#kernel.pointerBytes, isHeld ? 0 : silentBreakawayOk);
    const isSet = this.#kernel.SetInformationJobObject(
      this.#handle!,
      extendedLimitInformation,
      limits,
      limits.length,
    );
    if (!isSet) throw this.#failure('a Job Object could not be set up');
  }

  /**
   * With all that it starts from now on. `start`: only the process that started then, and no stranger with its pid.
   * @returns whether it is a member now; one that has ended already can't become one
   * @throws Error with a short reason
   */
  add(pid: number, start?: string): boolean {
    if (this.#handle === null) return false;
    const member = openProcess(pid);
    if (member === null) return false;
    try {
      if (start !== undefined && member.start !== start) return false;
      if (this.#kernel.AssignProcessToJobObject(this.#handle, member.handle)) return true;
      const failure = this.#failure('it could not be put into its Job Object');
      if (member.hasEnded()) return false;
      throw failure;
    } finally {
      member.close();
    }
  }

  terminate(): void {
    if (this.#handle !== null) this.#kernel.TerminateJobObject(this.#handle, killedStatus);
  }

  /** Members that live, by pid and name. */
  list(): LeftProcess[] {
    if (this.#handle === null) return [];
    const header = 8;
    const { pointerBytes } = this.#kernel;
    const list = Buffer.alloc(header + mostListed * pointerBytes);
    // Too small a list is refused, but filled as far as it goes.
    this.#kernel.QueryInformationJobObject(this.#handle, basicProcessIdList, list, list.length, null);
    const count = Math.min(list.readUInt32LE(4), mostListed);
    // A pid has 32 bits, whatever room it is given.
    const pids = Array.from({ length: count }, (_, at) => list.readUInt32LE(header + at * pointerBytes));
    return pids.map((pid) => ({
      pid,
      // Asked for only of who would not go.
      get name() {
        return listWindowsProcesses().find((row) => row.pid === pid)?.name ?? '';
      },
    }));
  }

  /** Ends who is in it. */
  close(): void {
    if (this.#handle !== null) this.#kernel.CloseHandle(this.#handle);
    this.#handle = null;
  }

  #failure(what: string): Error {
    return new Error(`${what} (Windows error ${this.#kernel.GetLastError()})`);
  }
}

/** A `JOBOBJECT_EXTENDED_LIMIT_INFORMATION` without numbers. Two times of 8 bytes come before the flags. */
function extendedLimits(pointerBytes: number, flags: number): Buffer {
  const limits = Buffer.alloc(pointerBytes === 8 ? 144 : 112);
  limits.writeUInt32LE(killOnJobClose | flags, 16);
  return limits;
}
