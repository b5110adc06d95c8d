import { describe, expect, it } from 'vitest';
import { en } from '../../src/texts/en.js';
import { chooseTexts } from '../../src/texts/texts.js';
import { zhCN } from '../../src/texts/zh-CN.js';

/** Every text with its path; functions are called with marks. */
function flatten(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const name = `${path}${key}`;
    if (typeof value === 'function') return [[name, String(value('‹1›', '‹2›'))] as [string, string]];
    return typeof value === 'object'
      ? flatten(value, `${name}.`)
      : [[name, String(value)] as [string, string]];
  });
}

describe('texts', () => {
  it('are the same in both languages, none is empty, and none loses a value', () => {
    const english = flatten(en);
    const chinese = new Map(flatten(zhCN));
    expect([...chinese.keys()].sort()).toEqual(english.map(([key]) => key).sort());
    const marks = (text: string) => (text.match(/‹\d›/g) ?? []).sort();
    for (const [key, text] of english) {
      expect(text, key).not.toBe('');
      expect(chinese.get(key), key).not.toBe('');
      expect(marks(chinese.get(key)!), key).toEqual(marks(text));
    }
  });

  it.each([
    [['zh-CN', 'en'], 'zh-CN'],
    [['zh-Hans-SG'], 'zh-CN'],
    [['de', 'zh'], 'zh-CN'],
    [['de'], 'en'],
    [[], 'en'],
  ])('%j get %s', (languages, language) => {
    expect(chooseTexts(languages).language).toBe(language);
  });
});
