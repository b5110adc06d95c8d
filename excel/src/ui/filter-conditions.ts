import type { FilterCondition } from '../service/api.js';

/** What can be asked of a column's cells, as the filter's list names it. */
export const conditionKinds = [
  'equals',
  'notEquals',
  'contains',
  'notContains',
  'begins',
  'ends',
  'greater',
  'less',
  'between',
  'top',
  'bottom',
  'aboveAverage',
  'belowAverage',
] as const;

export type ConditionKind = (typeof conditionKinds)[number];

export interface ConditionInput {
  readonly kind: ConditionKind;
  readonly first: string;
  /** Of `between`. */
  readonly second: string;
}

export function countsOf(kind: ConditionKind): 0 | 1 | 2 {
  if (kind === 'between') return 2;
  return kind === 'aboveAverage' || kind === 'belowAverage' ? 0 : 1;
}

/** `null`: something has to be typed yet. */
export function toCondition({ kind, first, second }: ConditionInput): FilterCondition | null {
  if (countsOf(kind) > 0 && first === '') return null;
  const one = (how: 'equals' | 'notEquals' | 'greater' | 'less', value: string): FilterCondition => ({
    kind: 'custom',
    tests: [{ how, value }],
  });
  const plain = first.replace(/[*?~]/g, '~$&');
  switch (kind) {
    case 'equals':
    case 'notEquals':
      return one(kind, plain);
    case 'contains':
      return one('equals', `*${plain}*`);
    case 'notContains':
      return one('notEquals', `*${plain}*`);
    case 'begins':
      return one('equals', `${plain}*`);
    case 'ends':
      return one('equals', `*${plain}`);
    case 'greater':
    case 'less':
      return one(kind, first);
    case 'between':
      if (second === '') return null;
      return {
        kind: 'custom',
        both: true,
        tests: [
          { how: 'greaterOrEqual', value: first },
          { how: 'lessOrEqual', value: second },
        ],
      };
    case 'top':
    case 'bottom': {
      const count = Number(first);
      if (!Number.isInteger(count) || count < 1 || count > 500) return null;
      return { kind: 'top', count, ...(kind === 'bottom' && { bottom: true }) };
    }
    default:
      return { kind: 'average', above: kind === 'aboveAverage' };
  }
}

/** What the list shows of a condition; `null`: one of another program's that it has no words for. */
export function fromCondition(condition: FilterCondition): ConditionInput | null {
  const shown = (kind: ConditionKind, first = '', second = '') => ({ kind, first, second });
  if (condition.kind === 'average') return shown(condition.above ? 'aboveAverage' : 'belowAverage');
  if (condition.kind === 'top')
    return condition.percent ? null : shown(condition.bottom ? 'bottom' : 'top', String(condition.count));
  const [first, second] = condition.tests;
  if (first && second) {
    const isBetween = condition.both && first.how === 'greaterOrEqual' && second.how === 'lessOrEqual';
    return isBetween ? shown('between', first.value, second.value) : null;
  }
  if (!first) return null;
  if (first.how === 'greater' || first.how === 'less') return shown(first.how, first.value);
  if (first.how !== 'equals' && first.how !== 'notEquals') return null;
  const [, before, inside, after] = /^(\*?)((?:~[*?~]|[^*?~])*)(\*?)$/.exec(first.value) ?? [];
  if (inside === undefined) return null;
  const plain = inside.replace(/~([*?~])/g, '$1');
  if (before && after) return shown(first.how === 'equals' ? 'contains' : 'notContains', plain);
  if (!before && !after) return shown(first.how, plain);
  if (first.how === 'notEquals') return null;
  return shown(before ? 'ends' : 'begins', plain);
}
