import { useSignal } from '@preact/signals';
import type { App } from '../app/app.js';
import type { PasteOptions } from '../clipboard/clipboard.js';
import { texts } from '../texts/texts.js';
import { Check } from './Check.js';
import { ConfirmButtons } from './ConfirmButtons.js';
import { Dialog } from './Dialog.js';

const contents = ['all', 'values', 'valuesAndFormats', 'formulas', 'formats'] as const;
const operations = ['none', 'add', 'subtract', 'multiply', 'divide'] as const;

/** What of the copied cells is pasted, and how. */
export function PasteSpecialDialog({ app }: { app: App }) {
  const what = useSignal<(typeof contents)[number]>('all');
  const operation = useSignal<(typeof operations)[number]>('none');
  const skipBlanks = useSignal(false);
  const transpose = useSignal(false);
  const close = () => app.closeDialog();
  const paste = () => {
    const options: PasteOptions = {
      what: what.peek(),
      ...(operation.peek() !== 'none' && {
        arithmetic: operation.peek() as PasteOptions['arithmetic'] & string,
      }),
      ...(skipBlanks.peek() && { skipBlanks: true }),
      ...(transpose.peek() && { transpose: true }),
    };
    close();
    app.clipboard.pasteSpecial(options);
  };
  return (
    <Dialog title={texts.commands.pasteSpecial} testId="paste-special" onClose={close}>
      <form
        class="paste-special"
        onSubmit={(event) => {
          event.preventDefault();
          paste();
        }}
      >
        <div class="paste-choices">
          <Choices
            name="what"
            label={texts.pasteWhat}
            values={contents}
            texts={texts.pasteContents}
            chosen={what}
          />
          <Choices
            name="operation"
            label={texts.pasteOperation}
            values={operations}
            texts={texts.pasteOperations}
            chosen={operation}
          />
        </div>
        <Check label={texts.skipBlanks} checked={skipBlanks} />
        <Check label={texts.transpose} checked={transpose} />
        <ConfirmButtons confirm={texts.commands.paste} onCancel={close} />
      </form>
    </Dialog>
  );
}

interface ChoicesProps<Value extends string> {
  readonly name: string;
  readonly label: string;
  readonly values: readonly Value[];
  readonly texts: Readonly<Record<Value, string>>;
  readonly chosen: { value: Value };
}

function Choices<Value extends string>({ name, label, values, texts: labels, chosen }: ChoicesProps<Value>) {
  return (
    <fieldset>
      <legend>{label}</legend>
      {values.map((value) => (
        <label key={value} class="check">
          <input
            type="radio"
            name={name}
            value={value}
            checked={chosen.value === value}
            onChange={() => {
              chosen.value = value;
            }}
          />
          {labels[value]}
        </label>
      ))}
    </fieldset>
  );
}
