import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { serviceErrorCodes } from '../../../excel/src/service/api.js';
import { defaultConfig } from '../src/config.js';
import { errorKinds } from '../src/errors.js';
import { exitStatuses } from '../src/exit-status.js';
import { alarms } from '../src/machine/ring.js';
import { table } from '../src/machine/table.js';
import { lifeboundVersion } from '../src/version.js';

const docs = new URL('../../../docs/', import.meta.url);

/** The rows of the markdown table under a heading, each a list of cells. */
function rowsUnder(file: string, heading: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(file, docs), 'utf8');
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows.filter((cells) => !cells.every((cell) => /^-+$/.test(cell)));
}

const firstCells = (file: string, heading: string) =>
  rowsUnder(file, heading)
    .slice(1)
    .map((cells) => cells[0] ?? '');

describe('docs/lifecycle.md', () => {
  it('has the state table, cell by cell', () => {
    const states = Object.keys(table) as (keyof typeof table)[];
    const events = Object.keys(table.idle) as (keyof typeof table.idle)[];
    const code = events.map((event) => [event, ...states.map((state) => table[state][event].name)]);
    expect(rowsUnder('lifecycle.md', 'The table')).toEqual([['event', ...states], ...code]);
  });

  it('has a sentence for each step', () => {
    const steps = new Set(Object.values(table).flatMap((row) => Object.values(row).map((step) => step.name)));
    expect(firstCells('lifecycle.md', 'The steps').toSorted()).toEqual([...steps].toSorted());
    for (const [, sentence] of rowsUnder('lifecycle.md', 'The steps')) expect(sentence).not.toBe('');
  });

  it('has each clock and what it does', () => {
    const code = Object.entries(alarms).map(([timer, alarm]) => [timer, alarm.name]);
    const written = rowsUnder('lifecycle.md', 'The clocks').slice(1);
    expect(written.map((cells) => cells.slice(0, 2))).toEqual(code);
  });

  it('has each option with its default', () => {
    expect(rowsUnder('lifecycle.md', 'Defaults').slice(1)).toEqual(flat(defaultConfig));
  });
});

describe('docs/errors.md', () => {
  it('has each code of the watchdog with its kind', () => {
    const written = rowsUnder('errors.md', "The watchdog's codes").slice(1);
    expect(written.map((cells) => cells.slice(0, 2))).toEqual(Object.entries(errorKinds));
    for (const cells of written) expect(cells.filter((cell) => cell !== '')).toHaveLength(4);
  });

  it('has each code that the link answers by itself', () => {
    const source = readFileSync(new URL('../watchdog/python/src/lifebound/_errors.py', docs), 'utf8');
    const codes = [...source.matchAll(/^ +(?:return RequestError\()?"([A-Z_]+)",/gm)].map(([, code]) => code);
    expect(firstCells('errors.md', "The link's codes")).toEqual([...new Set(codes), 'JSONRPC_…']);
  });

  it('has each exit status', () => {
    const code = Object.values(exitStatuses).map(String);
    expect(firstCells('errors.md', 'Exit status of `lifebound run`')).toEqual(code);
  });

  it("has each code of the Excel service, and none of them is one of the watchdog's", () => {
    expect(firstCells('errors.md', "The Excel service's codes")).toEqual([...serviceErrorCodes]);
    expect(serviceErrorCodes.filter((code) => code in errorKinds)).toEqual([]);
  });
});

describe('the version', () => {
  it('is that of the package', () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(lifeboundVersion).toBe(manifest.version);
  });
});

/** Options that are chosen by `kind` are one option. */
function flat(config: object, prefix = ''): readonly (readonly string[])[] {
  return Object.entries(config).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !('kind' in value)
      ? flat(value, `${prefix}${name}.`)
      : [[prefix + name, JSON.stringify(value)]],
  );
}
