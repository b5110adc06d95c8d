import { afterEach, describe, expect, it, vi } from 'vitest';
import { anchorOfBox, boxOfAnchor } from '../../src/charts/anchor-box.js';
import { isUpward, makeSets } from '../../src/charts/chart-sets.js';
import { ChartValues } from '../../src/charts/chart-values.js';
import { describeChart, kindName } from '../../src/charts/describe-chart.js';
import { newChart } from '../../src/charts/local-chart.js';
import { SheetSizes } from '../../src/grid/sheet-sizes.js';
import type { CellWindow, Chart, ChartData, ChartSeries, SheetInfo } from '../../src/service/api.js';
import type { Service } from '../../src/service/service.js';

afterEach(() => vi.useRealTimers());

const range = { sheet: 0, top: 1, left: 1, rows: 3, columns: 3 };
const anchor = { from: { row: 2, column: 2, dx: 10, dy: 5 }, to: { row: 4, column: 4, dx: 0, dy: 1 } };
const plain = newChart('one', {
  kind: 'column',
  title: '',
  range,
  headerRow: true,
  headerColumn: true,
  anchor,
});

const aSeries: ChartSeries = {
  kind: 'column',
  name: [],
  categories: [],
  values: [range],
  color: '#0072B2',
  points: [],
  line: true,
  markers: true,
  smooth: false,
  grouping: 'none',
  secondary: false,
};

function chartOf(kind: Chart['kind'], ...series: Partial<ChartSeries>[]): Chart {
  const kindOf = kind === 'other' ? 'column' : kind;
  return {
    ...plain,
    kind,
    palette: ['#111111', '#222222'],
    series: series.map((each) => ({ ...aSeries, kind: kindOf, ...each })),
  };
}

function dataOf(...values: (number | null)[][]): ChartData {
  return {
    id: 'one',
    title: '',
    labels: values[0]!.map(String),
    series: values.map((each, index) => ({ name: index ? '' : 'First', values: each, x: null })),
    units: ['', ''],
    points: values[0]!.length,
    drawn: values[0]!.length,
  };
}

/** Column B is 50 px wide, row 3 is hidden. */
function someSizes(): SheetSizes {
  const sizes = new SheetSizes();
  const window = { top: 1, left: 1, columnWidths: [null, 50, null], rowHeights: [null, null, 0] };
  sizes.learn(window as unknown as CellWindow);
  return sizes;
}

describe('where a chart stands', () => {
  it('follows the sizes of its cells', () => {
    expect(boxOfAnchor(anchor, new SheetSizes(), 1)).toEqual({ left: 98, top: 27, width: 166, height: 40 });
    expect(boxOfAnchor(anchor, someSizes(), 1)).toEqual({ left: 98, top: 27, width: 128, height: 18 });
  });

  it('is never further inside of a cell than the cell is large', () => {
    const far = { ...anchor, from: { row: 3, column: 2, dx: 500, dy: 500 } };
    expect(boxOfAnchor(far, someSizes(), 1)).toMatchObject({ left: 138, top: 44 });
    // What stands on the page and on no cell is counted from the corner.
    const free = { from: { row: 1, column: 1, dx: 500, dy: 300 }, size: { width: 10, height: 20 } };
    expect(boxOfAnchor(free, someSizes(), 2)).toEqual({ left: 1000, top: 600, width: 20, height: 40 });
  });

  it.each([1, 1.1, 2])('is the same again after a move there and back, at a zoom of %d', (scale) => {
    const sizes = someSizes();
    const box = boxOfAnchor(anchor, sizes, scale);
    expect(anchorOfBox(box, sizes, scale)).toEqual(anchor);
    const sized = { from: anchor.from, size: { width: 300, height: 200 } };
    expect(anchorOfBox(boxOfAnchor(sized, sizes, scale), sizes, scale, sized)).toEqual(sized);
  });

  it('is on whole px as the grid draws them', () => {
    const sizes = new SheetSizes();
    expect(sizes.topOf(201, 1.1)).toBe(200 * 24);
  });
});

describe('what a chart draws', () => {
  it('names series without a name, and colours each', () => {
    const sets = makeSets(chartOf('column', {}, { color: '#E69F00' }), dataOf([1, 2], [3, null]), {
      ground: '#fff',
    });
    expect(sets).toMatchObject([
      { label: 'First', data: [1, 2], backgroundColor: '#0072B2' },
      { label: 'Series 2', data: [3, null], backgroundColor: '#E69F00' },
    ]);
  });

  it('leaves out points of a scatter chart that have no place', () => {
    const data = dataOf([5, null, 7, 8]);
    const series = [{ ...data.series[0]!, x: [1, 2, null, 4] }];
    expect(
      makeSets(chartOf('scatter', { line: false }), { ...data, series }, { ground: '#fff' }),
    ).toMatchObject([
      {
        data: [
          { x: 1, y: 5 },
          { x: 4, y: 8 },
        ],
        showLine: false,
      },
    ]);
  });

  it('turns a stack of a hundred per cent into shares', () => {
    const percent = { grouping: 'percent' as const };
    const sets = makeSets(chartOf('column', percent, percent), dataOf([1, 0], [3, 0]), { ground: '#fff' });
    expect(sets.map(({ data }) => data)).toEqual([
      [25, null],
      [75, null],
    ]);
    expect(sets[0]).toMatchObject({ stack: 'columnfalse' });
  });

  it('draws one ring of a pie, and all of a doughnut, in the palette but where a slice has its own colour', () => {
    const data = dataOf([1, -2, 3], [4, 5, 6]);
    const pie = makeSets(chartOf('pie', { points: [null, '#ABCDEF'] }, {}), data, { ground: '#fff' });
    expect(pie).toMatchObject([{ data: [1, 2, 3], backgroundColor: ['#111111', '#ABCDEF', '#111111'] }]);
    expect(makeSets(chartOf('doughnut', {}, {}), data, { ground: '#fff' })).toHaveLength(2);
  });

  it('puts the first of bars beside each other lowest, and leaves stacks in order', () => {
    expect(isUpward(chartOf('bar', {}))).toBe(true);
    expect(isUpward(chartOf('bar', { grouping: 'stacked' }))).toBe(false);
    expect(isUpward(chartOf('column', {}))).toBe(false);
    const sets = makeSets(chartOf('bar', {}, {}), dataOf([1], [2]), { ground: '#fff' });
    expect(sets.map(({ label }) => label)).toEqual(['Series 2', 'First']);
  });

  it('draws no series that the chart does not have yet', () => {
    expect(makeSets(chartOf('column'), dataOf([1]), { ground: '#fff' })).toEqual([]);
  });
});

describe('what is said of a chart', () => {
  const sheets = [{ name: 'Budget' }] as SheetInfo[];

  it('is its kind, its title and its cells', () => {
    expect(describeChart(plain, 'Costs', sheets)).toBe('Columns, Costs, made of Budget!A1:C3');
    const foreign = { ...chartOf('line', {}, {}, {}, {}), selection: null };
    expect(describeChart(foreign, '', sheets)).toBe(
      'Line, made of Budget!A1:C3, Budget!A1:C3, Budget!A1:C3 and 1 more',
    );
  });

  it('is an honest word for what is not drawn', () => {
    expect(kindName({ kind: 'other', what: 'bar3D' })).toBe('3-D columns or bars');
    expect(kindName({ kind: 'other', what: 'of another age' })).toBe('Unknown kind');
  });
});

describe('the values of charts', () => {
  /** A service whose answers are let go one by one. */
  function gate() {
    const asked: { charts: string[]; answer: (error?: object) => void }[] = [];
    let revision = 1;
    const service = {
      call: (_: string, { charts }: { charts: string[] }) =>
        new Promise((resolve, reject) => {
          const data = charts.map((id) => ({ ...dataOf([revision]), id }));
          asked.push({
            charts,
            answer: (error) => (error ? reject(error) : resolve({ revision, data })),
          });
        }),
    } as unknown as Service;
    const values = new ChartValues(service, 'book', () => revision);
    const change = () => {
      revision += 1;
    };
    return { asked, values, change };
  }
  const settle = () => new Promise((resolve) => setTimeout(resolve));

  it('are asked for once a revision, however often the sheet is scrolled', async () => {
    const { asked, values, change } = gate();
    for (let step = 0; step < 50; step++) values.show(['one', 'two']);
    expect(asked.map(({ charts }) => charts)).toEqual([['one', 'two']]);
    asked[0]!.answer();
    await settle();
    values.show(['one', 'two', 'three']);
    expect(asked[1]!.charts).toEqual(['three']);
    asked[1]!.answer();
    await settle();
    change();
    values.show(['one']);
    expect(asked[2]!.charts).toEqual(['one']);
    expect(asked).toHaveLength(3);
  });

  it('are asked for again when the workbook changed while they were on their way', async () => {
    const { asked, values, change } = gate();
    values.show(['one']);
    change();
    values.show(['one']);
    change();
    values.show(['one']);
    expect(asked).toHaveLength(1);
    asked[0]!.answer();
    await settle();
    expect(asked).toHaveLength(2);
    asked[1]!.answer();
    await settle();
    expect(asked).toHaveLength(2);
    expect(values.known.value.get('one')!.series[0]!.values).toEqual([3]);
  });

  it('leave the service alone for a while when they take long', async () => {
    vi.useFakeTimers();
    const { asked, values, change } = gate();
    values.show(['one']);
    change();
    await vi.advanceTimersByTimeAsync(300);
    asked[0]!.answer();
    await vi.advanceTimersByTimeAsync(590);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20);
    expect(asked).toHaveLength(2);
  });

  it('stay while the backend is away, and say why when they can not be had', async () => {
    const { asked, values, change } = gate();
    values.show(['one']);
    asked[0]!.answer();
    await settle();
    change();
    values.show(['one']);
    asked[1]!.answer({ code: 'BACKEND_GONE', message: 'gone' });
    await settle();
    expect(values.failure.value).toBeNull();
    values.restart();
    asked[2]!.answer({ code: 'ENGINE_FAILED', message: 'The engine broke.' });
    await settle();
    expect(values.failure.value!.message).toBe('The engine broke.');
    expect(values.known.value.get('one')!.series[0]!.values).toEqual([1]);
    expect(asked).toHaveLength(3);
  });
});
