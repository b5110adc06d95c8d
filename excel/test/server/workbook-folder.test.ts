import { existsSync, readFileSync, statSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { basename, dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { maxUploadBytes, WorkbookFolder } from '../../server/workbook-folder.js';

const folders: WorkbookFolder[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => folder.remove())));

function newFolder(): WorkbookFolder {
  const folder = new WorkbookFolder();
  folders.push(folder);
  return folder;
}

function upload(content: string, length = content.length): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  message.headers['content-length'] = String(length);
  message.push(content);
  message.push(null);
  return message;
}

describe('the folder of uploaded workbooks', () => {
  it('keeps each in a private place of its own', async () => {
    const folder = newFolder();
    const first = await folder.receive('预算.xlsx', upload('one'));
    const second = await folder.receive('预算.xlsx', upload('two'));
    expect([readFileSync(first, 'utf8'), readFileSync(second, 'utf8')]).toEqual(['one', 'two']);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    expect(statSync(dirname(first)).mode & 0o777).toBe(0o700);
    expect(statSync(first).mode & 0o777).toBe(0o600);
  });

  it.each([
    '../x.xlsx',
    'a/b.xlsx',
    'a\\b.xlsx',
    '.xlsx',
    '',
    'x.exe',
    'x\0.xlsx',
    `${'x'.repeat(260)}.xlsx`,
  ])('refuses the name %j', async (name) => {
    await expect(newFolder().receive(name, upload('x'))).rejects.toMatchObject({ code: 'INVALID_PARAMS' });
  });

  it('takes a .csv for what is saved, and not for what is opened', async () => {
    const folder = newFolder();
    expect(await folder.reserve('a.csv')).toMatch(/a\.csv$/);
    await expect(folder.reserve('a.ods')).rejects.toMatchObject({ code: 'INVALID_PARAMS' });
    await expect(folder.receive('a.csv', upload('x'))).rejects.toMatchObject({ code: 'INVALID_PARAMS' });
  });

  it('refuses what is too large before it reads it', async () => {
    const folder = newFolder();
    const large = folder.receive('x.xlsx', upload('x', maxUploadBytes + 1));
    await expect(large).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  it('gives back what is in it, and nothing else', async () => {
    const folder = newFolder();
    const path = await folder.receive('a b.xlsx', upload('content'));
    const address = folder.addressOf(path)!;
    expect(address).toMatch(/^\/workbooks\/files\/[0-9a-f-]{36}\/a%20b\.xlsx$/);
    const { stream, size } = await folder.read(basename(dirname(path)), 'a b.xlsx');
    expect(size).toBe(7);
    expect(await text(stream)).toBe('content');
    expect(folder.addressOf('/etc/passwd')).toBeNull();
    await expect(folder.read('..', 'passwd')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(folder.read(basename(dirname(path)), '../../x')).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  });

  it('leaves nothing', async () => {
    const folder = newFolder();
    await folder.receive('x.xlsx', upload('x'));
    await folder.remove();
    expect(existsSync(folder.path)).toBe(false);
  });
});
