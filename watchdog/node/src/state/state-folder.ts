import { mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isMac, isWindows } from '../process/platform.js';

/**
 * A folder below Lifebound's private state folder, made when it is not there; `null` when it can't be had (a full disk,
 * a read-only home) or is somebody else's.
 */
export function openStateFolder(name: 'running' | 'held'): string | null {
  const base = findStateFolder(process.env);
  try {
    mkdirSync(base, { recursive: true, mode: 0o700 });
    const folder = join(base, name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return isPrivate(folder) ? folder : null;
  } catch {
    return null;
  }
}

function findStateFolder(env: NodeJS.ProcessEnv): string {
  if (env.LIFEBOUND_STATE_DIR) return env.LIFEBOUND_STATE_DIR;
  if (isWindows) return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'lifebound');
  if (isMac) return join(homedir(), 'Library', 'Application Support', 'lifebound');
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'lifebound');
}

/** What others may write there would make us end processes of their choice. */
function isPrivate(folder: string): boolean {
  if (isWindows) return true;
  const { uid, mode } = statSync(folder);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}
