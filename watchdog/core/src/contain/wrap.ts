import { initScript, joinCgroupScript, joinGroupScript, keeperScript } from './scripts.js';

/** A program and its arguments, ready for a spawn without a shell. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** What binds one generation. */
export type Binding =
  /** Descriptors 3 and 4 of the wrapped command: see `initScript`. Root needs no user namespace. */
  | { readonly tier: 'namespace'; readonly graceMs: number; readonly isRoot: boolean }
  /** Descriptor 3 of the wrapped command: the keeper's lifeline. `folder`: the generation's own cgroup. */
  | { readonly tier: 'cgroup'; readonly graceMs: number; readonly folder: string }
  /** Descriptor 3 of the wrapped command: the keeper's lifeline. `mark`: the backend's LIFEBOUND_TREE. */
  | { readonly tier: 'keeper'; readonly graceMs: number; readonly mark: string }
  /** The kernel needs no wrapping (job), or nothing binds it. */
  | { readonly tier: 'job' | 'group' | 'none' };

/** The command that starts `command` bound. The leader's pid is the program's, save in a namespace. */
export function wrap(binding: Binding, command: Command): Command {
  const whole = [command.program, ...command.args];
  switch (binding.tier) {
    case 'namespace': {
      const user = binding.isRoot ? [] : ['--user', '--map-current-user'];
      // With the default propagation a stick mounted later is invisible, and one that was ejected stays mounted.
      const view = ['--pid', '--mount-proc', '--propagation', 'slave'];
      const life = ['--fork', '--kill-child=KILL', '--'];
      return {
        program: 'unshare',
        args: [...user, ...view, ...life, ...shell(initScript), seconds(binding.graceMs), ...whole],
      };
    }
    case 'cgroup':
      return { program: 'sh', args: [...shell(joinCgroupScript).slice(1), binding.folder, ...whole] };
    case 'keeper':
      return { program: 'sh', args: [...shell(joinGroupScript).slice(1), ...whole] };
    default:
      return command;
  }
}

/**
 * The keeper of a binding, or `null` where there is nothing to keep. Its stdin is the lifeline, its other descriptors
 * are null, and it is started in a session of its own before the backend is. In a namespace it keeps only declared
 * helpers, and is started with the first of them.
 */
export function keeperOf(binding: Binding): Command | null {
  if (!('graceMs' in binding)) return null;
  const folder = binding.tier === 'cgroup' ? binding.folder : '-';
  const mark = binding.tier === 'keeper' ? binding.mark : '-';
  const tenths = String(Math.ceil(binding.graceMs / 100));
  return { program: 'sh', args: [...shell(keeperScript).slice(1), tenths, folder, mark] };
}

function shell(script: string): string[] {
  return ['sh', '-c', script, 'lifebound'];
}

/** `sleep` takes a fraction with GNU, BSD, macOS and busybox. */
function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}
