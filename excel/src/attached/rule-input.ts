import type { CellRule, RuleChange } from '../service/api.js';

/** What the dialog of a rule has in its fields. */
export interface RuleInput extends Omit<RuleChange, 'formulas'> {
  /** Of a list: its choices, one a line or separated by commas, or `=` and where they are. */
  readonly first: string;
  readonly second: string;
}

export const newRule: RuleInput = {
  kind: 'list',
  operator: 'between',
  first: '',
  second: '',
  allowsBlank: true,
  arrow: true,
  style: 'stop',
  title: '',
  message: '',
  promptTitle: '',
  prompt: '',
};

export function fromRule({ areas: _, formulas, ...rule }: CellRule): RuleInput {
  const [first, second] = formulas;
  const show = (formula: string) => (formula === '' || isNumber(formula) ? formula : `=${formula}`);
  const isListed = rule.kind === 'list' && first.startsWith('"');
  const listed = first.slice(1, -1).replaceAll('""', '"');
  return { ...rule, first: isListed ? listed : show(first), second: show(second) };
}

export function toRule({ first, second, ...rule }: RuleInput): RuleChange {
  const isListed = rule.kind === 'list' && !first.trim().startsWith('=');
  const items = first
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const listed = `"${items.join(',').replaceAll('"', '""')}"`;
  return {
    ...rule,
    formulas: isListed ? [items.length > 0 ? listed : '', ''] : [first.trim(), second.trim()],
  };
}

/** Whether the rule compares with two values. */
export function hasTwo({ kind, operator }: Pick<RuleInput, 'kind' | 'operator'>): boolean {
  return isCompared(kind) && (operator === 'between' || operator === 'notBetween');
}

export function isCompared(kind: RuleInput['kind']): boolean {
  return kind !== 'list' && kind !== 'custom' && kind !== 'none';
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
