import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { isMac } from '../process/platform.js';

/** In which boot and PID namespace a pid counts. */
export interface Here {
  readonly bootId: string;
  readonly namespace: string | null;
}

let here: Here | null = null;

export function findHere(): Here {
  here ??= { bootId: readBootId(), namespace: readPidNamespace('self') };
  return here;
}

/** `pid:[4026531836]`, or `null` where there are none, or it can't be seen. */
export function readPidNamespace(pid: number | 'self'): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return null;
  }
}

/** Windows needs none: its start times are never given twice. */
function readBootId(): string {
  try {
    if (isMac) return execFileSync('sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }).trim();
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return '';
  }
}
