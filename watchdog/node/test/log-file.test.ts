import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from '@lifebound/core';
import { describe, expect, it } from 'vitest';
import { LogFile } from '../src/log/log-file.js';
import { command, makeFolder } from './helpers.js';

const lineOf = (text: string): LogLine => ({ source: 'backend', level: 'INFO', text, time: 'then' });

describe('the log file', () => {
  it('has the last words, which tell why it ended, and is private', async () => {
    const path = join(makeFolder(), 'logs', 'app.log');
    const run = command(['run', '--restart', 'no', '--log-file', path, '--', 'sh', '-c', 'exit 3']);
    expect(await run.ended).toBe(3);
    expect(readFileSync(path, 'utf8')).toMatch(/exited with code 3 before it was ready[^\n]*\n$/);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('is rotated at 10 MB, three old ones are kept, and the order is the age', () => {
    const folder = makeFolder();
    const path = join(folder, 'app.log');
    const file = new LogFile(path);
    const megabyte = 'x'.repeat(1024 * 1024);
    for (let part = 0; part < 60; part += 1) file.write(lineOf(`${part} ${megabyte}`));
    expect(readdirSync(folder).sort()).toEqual(['app.log', 'app.log.1', 'app.log.2', 'app.log.3']);
    const first = ['app.log', 'app.log.1', 'app.log.2', 'app.log.3'].map((name) =>
      readFileSync(join(folder, name), 'utf8').slice(5, 7),
    );
    expect(first).toEqual(['50', '40', '30', '20']);
  });

  it('goes on with what an earlier run has written', () => {
    const path = join(makeFolder(), 'app.log');
    writeFileSync(path, 'earlier\n');
    new LogFile(path).write(lineOf('later'));
    expect(readFileSync(path, 'utf8')).toBe('earlier\nthen later\n');
  });

  it('that can’t be written is a wrong option, and says which', async () => {
    const run = command(['run', '--log-file', '/dev/null/app.log', '--', 'true']);
    expect(await run.ended).toBe(64);
    expect(run.stderr()).toContain('"/dev/null/app.log"');
  });
});
