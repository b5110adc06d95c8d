import type { Host } from './host.js';

/** Each host is a chunk of its own: the window never loads the browser's, nor the other way round. */
export async function chooseHost(): Promise<Host> {
  if ('__TAURI_INTERNALS__' in window) return (await import('./tauri.js')).createTauriHost();
  return (await import('./browser.js')).createBrowserHost();
}
