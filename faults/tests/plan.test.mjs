import { expect, it } from 'vitest';
import { allKinds, moments, momentsOf, whyLeftOut } from '../plan/axes.mjs';
import { nameCell, parseCell } from '../plan/cell-name.mjs';
import { drawCells } from '../plan/draw.mjs';
import { fits } from '../plan/fits.mjs';
import { windowCells } from '../window/cells.mjs';

const kinds = allKinds().filter((kind) => whyLeftOut(kind) === null);

it('draws the same cells for the same seed, and others for another', () => {
  expect(drawCells(7, 500)).toEqual(drawCells(7, 500));
  expect(drawCells(7, 500)).not.toEqual(drawCells(8, 500));
});

it('has had each kind once before one comes again', () => {
  const drawn = drawCells(1, kinds.length).map(({ host, tier, backend, death }) =>
    [host, tier, backend, death].join(),
  );
  expect(new Set(drawn).size).toBe(kinds.length);
});

it('draws only moments that the backend has', () => {
  for (const { backend, moment, delayMs } of drawCells(2, 2_000)) {
    expect(momentsOf(backend)).toContain(moment);
    expect(delayMs).toBeLessThanOrEqual(moments[moment].mostMs);
  }
});

it('names a cell so that its name is enough to run it again', () => {
  for (const cell of drawCells(3, 300)) expect(parseCell(nameCell(cell))).toEqual(cell);
});

it.each([
  '',
  'node/keeper/plain/killed',
  'node/keeper/nobody/killed@ready+0',
  'node/keeper/plain/killed@never+0',
])('refuses %j as a name', (name) => {
  expect(() => parseCell(name)).toThrow(/is no (cell|backend|moment)/);
});

it('draws only what is asked for', () => {
  const wanted = (kind) => fits(kind, ['node', 'daemon', 'pool', 'spawn']);
  const cells = drawCells(4, 200, wanted, (moment) => fits({ moment }, ['node', 'daemon', 'pool', 'spawn']));
  expect(new Set(cells.map(({ host, backend, moment }) => `${host} ${backend} ${moment}`))).toEqual(
    new Set(['node daemon spawn', 'node pool spawn']),
  );
});

it('has twenty cells with a window', () => {
  expect(new Set(windowCells().map(nameCell)).size).toBe(20);
});
