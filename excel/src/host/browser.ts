import { createWebClient } from 'lifebound/web-client';
import { workbookExtensions } from './file-types.js';
import type { Host, PickedWorkbook } from './host.js';

/** A loopback page: the server keeps the workbooks, so files are uploaded, and come back as downloads. */
export function createBrowserHost(): Host {
  const client = createWebClient();
  return {
    ...client,
    kind: 'browser',
    onConnection: (listener) => client.onConnection((state) => listener(state)),
    pickWorkbook: pickByInput,
    pickSaveTarget: (name) => post('/workbooks/target', name),
    deliverSaved: async (path) => {
      const { address } = await get<{ address: string | null }>(
        `/workbooks/address?path=${encodeURIComponent(path)}`,
      );
      if (address === null) return 'in-place';
      download(address);
      return 'downloaded';
    },
    onDrop: listenForDrops,
    launchPaths: async () => (await get<{ paths: string[] }>('/workbooks/launch')).paths,
    samplePath: async () => (await get<{ sample: string | null }>('/workbooks/launch')).sample,
    guardClose({ hasUnsaved }) {
      const warn = (event: BeforeUnloadEvent) => {
        if (hasUnsaved()) event.preventDefault();
      };
      addEventListener('beforeunload', warn);
      return () => removeEventListener('beforeunload', warn);
    },
    setTitle: () => {},
    openAddress: async (address) => void window.open(address, '_blank', 'noopener,noreferrer'),
    quit: async () => {
      client.close();
      await fetch('/quit', { method: 'POST' });
    },
  };
}

function pickByInput(): Promise<PickedWorkbook | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = workbookExtensions.map((extension) => `.${extension}`).join(',');
  return new Promise((resolve) => {
    input.onchange = () => resolve(input.files?.[0] ? uploadable(input.files[0]) : null);
    input.oncancel = () => resolve(null);
    input.click();
  });
}

function listenForDrops(listener: Parameters<Host['onDrop']>[0]): () => void {
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    listener({ type: 'over' });
  };
  const leave = (event: DragEvent) => {
    // Of the window, not of one element for another.
    if (event.relatedTarget === null) listener({ type: 'leave' });
  };
  const drop = (event: DragEvent) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    listener({ type: 'drop', workbooks: [...event.dataTransfer.files].map(uploadable) });
  };
  addEventListener('dragover', over);
  addEventListener('dragleave', leave);
  addEventListener('drop', drop);
  return () => {
    removeEventListener('dragover', over);
    removeEventListener('dragleave', leave);
    removeEventListener('drop', drop);
  };
}

function uploadable(file: File): PickedWorkbook {
  return { name: file.name, resolvePath: () => post('/workbooks', file.name, file) };
}

/** @returns the path on the server's machine, which is this one */
async function post(address: string, name: string, body: Blob | null = null): Promise<string> {
  const answer = await request<{ path: string }>(`${address}?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body,
  });
  return answer.path;
}

function get<Answer>(address: string): Promise<Answer> {
  return request<Answer>(address, {});
}

async function request<Answer>(address: string, init: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(address, init);
  } catch {
    throw {
      code: 'BACKEND_GONE',
      message: 'The app’s server does not answer. Check that it is still running.',
    };
  }
  const answer = await response.json();
  if (!response.ok) throw answer;
  return answer as Answer;
}

function download(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}
