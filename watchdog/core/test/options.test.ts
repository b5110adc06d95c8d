import { describe, expect, it } from 'vitest';
import { flag, listOf, Refusal } from '../src/options.js';

describe('listOf', () => {
  const flags = listOf(flag);

  it('takes the default when nothing is given, and nothing else for it', () => {
    expect(flags(undefined, [true], 'option')).toEqual([true]);
    expect(flags([false], [true], 'option')).toEqual([false]);
    expect(flags([], [true], 'option')).toEqual([]);
  });

  it('has no default for an item', () => {
    const sparse = [true, undefined];
    expect(() => flags(sparse, [true, true], 'option')).toThrow('option[1]: true or false');
  });
});

describe('a refusal', () => {
  it('names the option and what it expects, and keeps the value', () => {
    const refusal = new Refusal('option', 7, 'a list');
    expect(refusal.message).toBe('option: a list');
    expect(refusal).toMatchObject({ option: 'option', value: 7, expected: 'a list' });
    expect(() => listOf(flag)('x', [], 'option')).toThrow(new Refusal('option', 'x', 'a list'));
  });
});
