/** What a backend's environment differs in from the host's. */
export interface EnvironmentChange {
  readonly set: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Paths that an AppImage's start script points at its own folder, where a Python would look for its library. */
const appImagePaths = ['PYTHONHOME', 'PYTHONPATH', 'LD_LIBRARY_PATH'];

/**
 * The change that makes the host's environment fit for a Python backend.
 * - PyInstaller's marks are taken out: a one-file binary that inherits them takes itself for somebody's child.
 * - An AppImage's library paths are taken out: with its PYTHONHOME the system's Python has no `encodings`.
 * - Output is unbuffered and UTF-8, so that a log line is there before a crash, and is the same on each platform.
 */
export function backendEnvironment(host: Environment, link: boolean): EnvironmentChange {
  const set: Record<string, string> = { PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8' };
  const unset = Object.keys(host).filter(isFrozenMark);
  const isAppImage = host.APPIMAGE !== undefined || host.APPDIR !== undefined;
  for (const name of isAppImage ? appImagePaths : []) {
    const kept = withoutAppImage(host[name], host.APPDIR);
    if (kept === host[name]) continue;
    if (kept === undefined) unset.push(name);
    else set[name] = kept;
  }
  restoreLibraryPath(host, set, unset);
  if (link) set.LIFEBOUND_LINK = 'stdio';
  else if (host.LIFEBOUND_LINK !== undefined) unset.push('LIFEBOUND_LINK');
  return { set, unset };
}

function isFrozenMark(name: string): boolean {
  return name.startsWith('_PYI_') || name === '_MEIPASS2';
}

/** The entries that are not the AppImage's own; all are, when its folder is not known. */
function withoutAppImage(value: string | undefined, folder: string | undefined): string | undefined {
  if (value === undefined || !folder) return undefined;
  const kept = value.split(':').filter((entry) => entry !== folder && !entry.startsWith(`${folder}/`));
  return kept.some((entry) => entry !== '') ? kept.join(':') : undefined;
}

/** PyInstaller's bootloader kept the user's own value there, when the host itself is frozen. */
function restoreLibraryPath(host: Environment, set: Record<string, string>, unset: string[]): void {
  const original = host.LD_LIBRARY_PATH_ORIG;
  if (original === undefined) return;
  unset.push('LD_LIBRARY_PATH_ORIG');
  if (original !== '') set.LD_LIBRARY_PATH = original;
  else if (!unset.includes('LD_LIBRARY_PATH')) unset.push('LD_LIBRARY_PATH');
}
