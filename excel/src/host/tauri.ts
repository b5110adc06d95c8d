import { invoke } from '@tauri-apps/api/core';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWindow } from '@tauri-apps/api/window';
import { open, save } from '@tauri-apps/plugin-dialog';
import { openUrl } from '@tauri-apps/plugin-opener';
import { createClient } from 'tauri-plugin-lifebound-api';
import { workbookExtensions } from './file-types.js';
import type { Host, PickedWorkbook } from './host.js';

/** The Tauri window: real paths, the system's dialogs. */
export function createTauriHost(): Host {
  const appWindow = getCurrentWindow();
  return {
    ...createClient(),
    kind: 'window',
    onConnection: () => () => {},
    async pickWorkbook() {
      const path = await open({
        multiple: false,
        filters: [{ name: 'Excel', extensions: [...workbookExtensions] }],
      });
      return path === null ? null : pickedAt(path);
    },
    pickSaveTarget(suggestedName) {
      const filter = suggestedName.endsWith('.csv')
        ? { name: 'CSV', extensions: ['csv'] }
        : { name: 'Excel', extensions: ['xlsx'] };
      return save({ defaultPath: suggestedName, filters: [filter] });
    },
    deliverSaved: async () => 'in-place',
    onDrop(listener) {
      return unsubscribeLater(
        getCurrentWebview().onDragDropEvent(({ payload }) => {
          if (payload.type === 'drop') listener({ type: 'drop', workbooks: payload.paths.map(pickedAt) });
          else listener({ type: payload.type === 'leave' ? 'leave' : 'over' });
        }),
      );
    },
    launchPaths: () => invoke<string[]>('launch_paths'),
    samplePath: () => invoke<string | null>('sample_path'),
    guardClose({ mayClose }) {
      return unsubscribeLater(
        appWindow.onCloseRequested(async (event) => {
          if (!(await mayClose())) event.preventDefault();
        }),
      );
    },
    setTitle: (title) => void appWindow.setTitle(title),
    openAddress: (address) => openUrl(address),
    quit: () => appWindow.destroy(),
  };
}

function pickedAt(path: string): PickedWorkbook {
  return { name: path.split(/[/\\]/).pop() ?? path, resolvePath: async () => path };
}

/** Tauri's listeners are set up asynchronously; ours are ended synchronously. */
function unsubscribeLater(pending: Promise<() => void>): () => void {
  return () => void pending.then((unsubscribe) => unsubscribe());
}
