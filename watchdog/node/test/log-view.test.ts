import type { LogLine } from '@lifebound/core';
import { expect, it } from 'vitest';
import { LogView } from '../src/log/view.js';

const line = (text: string): LogLine => ({ source: 'backend', level: 'INFO', text, time: '' });

it('drops what a slow view can’t take, and tells it how much before the next line', () => {
  const written: string[] = [];
  let isSlow = false;
  const view = new LogView(
    () => isSlow,
    ({ text }) => written.push(text),
  );
  view.push(line('one'));
  isSlow = true;
  view.push(line('two'));
  view.push(line('three'));
  isSlow = false;
  view.push(line('four'));
  view.push(line('five'));
  expect(written).toEqual([
    'one',
    '2 log lines were left out here, since this view was too slow.',
    'four',
    'five',
  ]);
});
