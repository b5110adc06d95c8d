import type { ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Route } from 'lifebound/web-host';
import type { WorkbookFolder } from './workbook-folder.js';

export interface Launch {
  /** Workbooks that the app was started with. */
  readonly paths: readonly string[];
  readonly sample: string | null;
}

/** Upload, download and the rest that a page can't do over the channel; all behind the host's guard. */
export function createRoutes(folder: WorkbookFolder, launch: Launch, quit: () => void): Route[] {
  return [
    {
      method: 'POST',
      path: '/workbooks',
      async handle(request, response, url) {
        sendJson(response, { path: await folder.receive(url.searchParams.get('name'), request) });
      },
    },
    {
      method: 'POST',
      path: '/workbooks/target',
      async handle(_request, response, url) {
        sendJson(response, { path: await folder.reserve(url.searchParams.get('name')) });
      },
    },
    {
      method: 'GET',
      path: '/workbooks/launch',
      handle: (_request, response) => sendJson(response, launch),
    },
    {
      method: 'GET',
      path: '/workbooks/address',
      handle: (_request, response, url) =>
        sendJson(response, { address: folder.addressOf(url.searchParams.get('path') ?? '') }),
    },
    {
      method: 'GET',
      path: '/workbooks/files/',
      async handle(_request, response, url) {
        const [id = '', name = ''] = url.pathname
          .slice('/workbooks/files/'.length)
          .split('/')
          .map(decodeURIComponent);
        const { size, stream } = await folder.read(id, name);
        response.writeHead(200, {
          'Content-Type': 'application/octet-stream',
          'Content-Length': size,
          'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(basename(name))}`,
        });
        await pipeline(stream, response);
      },
    },
    {
      method: 'POST',
      path: '/quit',
      handle(_request, response) {
        sendJson(response, {});
        quit();
      },
    },
  ];
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}
