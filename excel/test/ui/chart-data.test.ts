import { describe, expect, it } from 'vitest';
import { chartData, scatterPoints } from '../../src/charts/chart-data.js';

const headed = { headerRow: true, headerColumn: true, kind: 'column' } as const;

describe('what a chart draws', () => {
  it('takes columns for series, with their names and labels', () => {
    const values = [
      [null, null, null],
      ['Rent', 940, 1],
      ['Power', 71.5, 'none'],
    ];
    const texts = [
      ['', 'Cost', 'Count'],
      ['Rent', '940.00', '1'],
      ['Power', '71.50', 'none'],
    ];
    expect(chartData(headed, values, texts)).toEqual({
      labels: ['Rent', 'Power'],
      series: [
        { name: 'Cost', values: [940, 71.5] },
        { name: 'Count', values: [1, null] },
      ],
    });
  });

  it('takes rows when the range is wider than high', () => {
    const data = chartData(
      headed,
      [
        [null, null, null, null],
        [null, 1, 2, 3],
      ],
      [
        ['', 'Jan', 'Feb', 'Mar'],
        ['Rent', '1', '2', '3'],
      ],
    );
    expect(data.labels).toEqual(['Jan', 'Feb', 'Mar']);
    expect(data.series).toEqual([{ name: 'Rent', values: [1, 2, 3] }]);
  });

  it('counts where there are no names', () => {
    const plain = { headerRow: false, headerColumn: false, kind: 'line' } as const;
    expect(chartData(plain, [[5], [6]], [['5'], ['6']])).toEqual({
      labels: ['1', '2'],
      series: [{ name: '1', values: [5, 6] }],
    });
  });

  it('a scatter takes its first column for x and leaves out what has no number', () => {
    const series = [
      { name: 'x', values: [1, 2, null] },
      { name: 'y', values: [10, null, 30] },
    ];
    expect(scatterPoints({ labels: [], series })).toEqual([{ name: 'y', points: [{ x: 1, y: 10 }] }]);
  });
});
