import { nameArea } from '../cells/address.js';
import { areaOfRange } from '../cells/range.js';
import type { CellRange, Chart, SheetInfo } from '../service/api.js';
import { texts } from '../texts/texts.js';

/** More ranges than these are said by their number. */
const maxRanges = 3;

/** What kind of chart it is, in words; of those that can't be drawn as well. */
export function kindName({ kind, what }: Pick<Chart, 'kind' | 'what'>): string {
  if (kind !== 'other') return texts.chartKinds[kind];
  const names: Readonly<Record<string, string>> = texts.otherCharts;
  return names[what] ?? texts.otherCharts.unknown;
}

/** For those who don't see it: kind, title, and the cells that it is made of. */
export function describeChart(chart: Chart, title: string, sheets: readonly SheetInfo[]): string {
  return texts.chartDescription(kindName(chart), title, nameRanges(rangesOf(chart), sheets));
}

function rangesOf({ selection, series }: Chart): readonly CellRange[] {
  return selection ? [selection.range] : series.flatMap(({ values }) => values);
}

function nameRanges(ranges: readonly CellRange[], sheets: readonly SheetInfo[]): string {
  const names = ranges
    .slice(0, maxRanges)
    .map((range) => `${sheets[range.sheet]?.name ?? '?'}!${nameArea(areaOfRange(range))}`);
  const more = ranges.length - names.length;
  return names.join(', ') + (more > 0 ? texts.chartMoreRanges(more) : '');
}
