import type { Signal } from '@preact/signals';
import { texts } from '../texts/texts.js';
import { type ConditionInput, type ConditionKind, conditionKinds, countsOf } from './filter-conditions.js';

/** A condition in place of the list of texts; the first entry leaves the list. */
export function FilterConditionFields({ input }: { input: Signal<ConditionInput | null> }) {
  const now = input.value;
  const field = (name: 'first' | 'second') => (
    <input
      class="text-field"
      aria-label={texts.filterValue}
      data-testid={`filter-${name}`}
      value={now![name]}
      onInput={(event) => {
        input.value = { ...input.peek()!, [name]: event.currentTarget.value };
      }}
    />
  );
  return (
    <div class="filter-condition">
      <select
        class="tool-select"
        aria-label={texts.filterCondition}
        data-testid="filter-condition"
        value={now?.kind ?? ''}
        onChange={(event) => {
          const kind = event.currentTarget.value as ConditionKind | '';
          const { first = '', second = '' } = input.peek() ?? {};
          input.value = kind === '' ? null : { kind, first, second };
        }}
      >
        <option value="">{texts.filterByList}</option>
        {conditionKinds.map((kind) => (
          <option key={kind} value={kind}>
            {texts.filterConditions[kind]}
          </option>
        ))}
      </select>
      {now && countsOf(now.kind) > 0 && field('first')}
      {now && countsOf(now.kind) > 1 && field('second')}
    </div>
  );
}
