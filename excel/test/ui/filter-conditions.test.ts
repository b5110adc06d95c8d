import { describe, expect, it } from 'vitest';
import { conditionKinds, fromCondition, toCondition } from '../../src/ui/filter-conditions.js';

describe('a condition of a filter', () => {
  it.each(conditionKinds)('%s is found again as it was chosen', (kind) => {
    const isCount = kind === 'top' || kind === 'bottom';
    const isAverage = kind === 'aboveAverage' || kind === 'belowAverage';
    const first = isAverage ? '' : isCount ? '3' : kind === 'greater' ? '10' : 'a*b?~c';
    const input = { kind, first, second: kind === 'between' ? 'z' : '' };
    expect(fromCondition(toCondition(input)!)).toEqual(input);
  });

  it('is written with Excel’s own signs', () => {
    const input = { first: 'x*', second: '' };
    expect(toCondition({ ...input, kind: 'contains' })).toEqual({
      kind: 'custom',
      tests: [{ how: 'equals', value: '*x~**' }],
    });
    expect(toCondition({ ...input, kind: 'notContains' })).toMatchObject({ tests: [{ how: 'notEquals' }] });
  });

  it('waits for what has to be typed, and is not put into words that do not say it', () => {
    expect(toCondition({ kind: 'equals', first: '', second: '' })).toBeNull();
    expect(toCondition({ kind: 'between', first: '1', second: '' })).toBeNull();
    expect(toCondition({ kind: 'top', first: '2.5', second: '' })).toBeNull();
    expect(fromCondition({ kind: 'top', count: 10, percent: true })).toBeNull();
    expect(fromCondition({ kind: 'custom', tests: [{ how: 'equals', value: 'a*b' }] })).toBeNull();
    expect(fromCondition({ kind: 'custom', tests: [{ how: 'notEquals', value: 'a*' }] })).toBeNull();
  });
});
