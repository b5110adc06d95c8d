import { describe, expect, it } from 'vitest';
import { Cells } from '../../simulator/cells.js';
import { explore, spaces } from '../../simulator/explore.js';

describe('the bounded state space', () => {
  const cells = new Cells();

  it.each(Object.entries(spaces))(
    'of %s holds every invariant, explored in full',
    (name, space) => {
      const { machines, steps } = explore(space, cells);
      console.log(`${name}: ${machines} different machines, each with every event: ${steps} steps`);
      expect(machines).toBeGreaterThan(100);
    },
    60_000,
  );

  it('reaches every cell of the table that does something', () => {
    console.log(cells.describe());
    expect(cells.missed()).toEqual([]);
  });
});
