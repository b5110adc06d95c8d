import { type Signal, useSignal } from '@preact/signals';
import type { App } from '../app/app.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { ConfirmButtons } from '../ui/ConfirmButtons.js';
import { Dialog } from '../ui/Dialog.js';
import { fromRule, hasTwo, isCompared, newRule, type RuleInput, toRule } from './rule-input.js';

/** Sets the rule of the selected cells, or takes it away. */
export function RuleDialog({ app, session }: { app: App; session: WorkbookSession }) {
  const known = session.attached.ruleAt(session.sheet.peek(), session.selection.peek().active);
  const input = useSignal<RuleInput>(known ? fromRule(known) : newRule);
  const { kind, first, style } = input.value;
  const close = () => app.closeDialog();
  const apply = (rule: RuleInput | null) => {
    session.edits.apply({ kind: 'setRule', range: session.selectedRange(), rule: rule && toRule(rule) });
    close();
  };
  return (
    <Dialog title={texts.commands.setRule} testId="rule-dialog" onClose={close}>
      <form
        class="rule-form"
        onSubmit={(event) => {
          event.preventDefault();
          apply(input.peek());
        }}
      >
        <Choice input={input} name="kind" label={texts.ruleAllow} options={texts.ruleKinds} />
        {isCompared(kind) && (
          <Choice input={input} name="operator" label={texts.ruleOperator} options={texts.ruleOperators} />
        )}
        {kind === 'list' && (
          <label class="field">
            <span>{texts.ruleChoices}</span>
            <textarea
              rows={3}
              required
              data-testid="rule-choices"
              value={first}
              onInput={(event) => {
                input.value = { ...input.peek(), first: event.currentTarget.value };
              }}
            />
          </label>
        )}
        {kind === 'custom' && <Text input={input} name="first" label={texts.ruleFormula} required />}
        {isCompared(kind) && <Text input={input} name="first" label={texts.ruleValue} required />}
        {hasTwo(input.value) && <Text input={input} name="second" label={texts.ruleSecond} required />}
        {kind !== 'none' && <Flag input={input} name="allowsBlank" label={texts.ruleBlank} />}
        {kind === 'list' && <Flag input={input} name="arrow" label={texts.ruleArrow} />}
        <Text input={input} name="promptTitle" label={texts.rulePromptTitle} maxLength={32} />
        <Text input={input} name="prompt" label={texts.rulePrompt} maxLength={255} />
        {kind !== 'none' && (
          <label class="field">
            <span>{texts.ruleStyle}</span>
            <select
              value={style ?? 'off'}
              onChange={(event) => {
                const { value } = event.currentTarget;
                input.value = {
                  ...input.peek(),
                  style: value === 'off' ? null : (value as RuleInput['style']),
                };
              }}
            >
              {Object.entries(texts.ruleStyles).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
        {kind !== 'none' && style !== null && (
          <>
            <Text input={input} name="title" label={texts.ruleTitle} maxLength={32} />
            <Text input={input} name="message" label={texts.ruleMessage} maxLength={255} />
          </>
        )}
        <ConfirmButtons confirm={texts.ok} onCancel={close}>
          <button type="button" class="button plain" onClick={() => apply(null)}>
            {texts.ruleRemove}
          </button>
        </ConfirmButtons>
      </form>
    </Dialog>
  );
}

interface FieldProps<Name extends keyof RuleInput> {
  readonly input: Signal<RuleInput>;
  readonly name: Name;
  readonly label: string;
}

type TextName = 'first' | 'second' | 'title' | 'message' | 'promptTitle' | 'prompt';

function Text({
  input,
  name,
  label,
  ...more
}: FieldProps<TextName> & { readonly required?: boolean; readonly maxLength?: number }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        {...more}
        data-testid={`rule-${name}`}
        value={input.value[name]}
        onInput={(event) => {
          input.value = { ...input.peek(), [name]: event.currentTarget.value };
        }}
      />
    </label>
  );
}

function Flag({ input, name, label }: FieldProps<'allowsBlank' | 'arrow'>) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={input.value[name]}
        onChange={(event) => {
          input.value = { ...input.peek(), [name]: event.currentTarget.checked };
        }}
      />
      {label}
    </label>
  );
}

function Choice({
  input,
  name,
  label,
  options,
}: FieldProps<'kind' | 'operator'> & { readonly options: Readonly<Record<string, string>> }) {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        data-testid={`rule-${name}`}
        value={input.value[name]}
        onChange={(event) => {
          input.value = { ...input.peek(), [name]: event.currentTarget.value } as RuleInput;
        }}
      >
        {Object.entries(options).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
