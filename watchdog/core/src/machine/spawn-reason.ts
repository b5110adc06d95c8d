export interface SpawnReason {
  /** For the error's text: the seed's words where it has them. */
  readonly text: string;
  readonly hint: string;
  readonly isMissing: boolean;
  /** Trying again finds the same. */
  readonly isLasting: boolean;
}

/** What the operating system's words for a failed spawn mean, whichever body and platform they came from. */
export function readReason(reason: string, program: string): SpawnReason {
  if (/EACCES|EPERM|permission denied|access is denied|os error (13|5)\b/i.test(reason)) {
    const hint = /folder/.test(reason)
      ? `"${program}" is a folder: give the program in it.`
      : `Check the permissions of "${program}".`;
    return { text: 'permission denied', hint, isMissing: false, isLasting: true };
  }
  if (/ENOENT|no such file|not found|cannot find|os error (2|3)\b/i.test(reason)) {
    const hint = `Check that "${program}" and the working directory exist.`;
    return { text: 'not found', hint, isMissing: true, isLasting: true };
  }
  if (/ENOEXEC|exec format|not a valid win32/i.test(reason)) {
    const hint = `"${program}" is no program for this machine: build it here.`;
    return { text: 'not a program', hint, isMissing: false, isLasting: true };
  }
  return {
    text: reason,
    hint: `Start "${program}" by hand to see more.`,
    isMissing: false,
    isLasting: false,
  };
}
