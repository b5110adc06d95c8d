/** The only place that asks for the operating system, with its neighbours in this folder. */
export const isWindows = process.platform === 'win32';
export const isMac = process.platform === 'darwin';
export const isLinux = process.platform === 'linux';
