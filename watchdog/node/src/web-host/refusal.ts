import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** 403 as a page for a browser's address bar, as `{code, message}` for the page's own calls. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, message: string): void {
  sendError(request, response, 403, 'FORBIDDEN', message);
}

export function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const html = (request.headers.accept ?? '').includes('text/html');
  response.writeHead(status, { 'Content-Type': html ? 'text/html; charset=utf-8' : 'application/json' });
  response.end(html ? page(code, message) : JSON.stringify({ code, message }));
}

export function refuseUpgrade(socket: Duplex, message: string): void {
  const body = JSON.stringify({ code: 'FORBIDDEN', message });
  const head = ['HTTP/1.1 403 Forbidden', 'Content-Type: application/json', 'Connection: close'];
  socket.end(`${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** `message` is ours, never a part of the request. */
function page(code: string, message: string): string {
  const style =
    'font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 1em;color-scheme:light dark';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${code}</title><body style="${style}"><p>${message}</p><p><small>${code}</small></p></body></html>\n`;
}
