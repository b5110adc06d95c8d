import type { Signal } from '@preact/signals';

interface CheckProps {
  readonly label: string;
  readonly checked: Signal<boolean>;
  readonly class?: string;
}

/** A checkbox and its label. */
export function Check({ label, checked, class: name = 'check' }: CheckProps) {
  return (
    <label class={name}>
      <input
        type="checkbox"
        checked={checked.value}
        onChange={(event) => {
          checked.value = event.currentTarget.checked;
        }}
      />
      {label}
    </label>
  );
}
