import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Question } from '../app/notices.js';
import { useModal } from './use-modal.js';

export function QuestionDialog({ question, onDone }: { question: Question; onDone: () => void }) {
  const dialog = useModal();
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    // Enter does what is offered, unless that can't be undone.
    if (!question.field) dialog.current?.querySelector<HTMLElement>('.button.primary')?.focus();
    const stem = question.field?.value.lastIndexOf('.') ?? -1;
    if (stem > 0) field.current?.setSelectionRange(0, stem);
  }, []);
  const answer = (value: unknown) => {
    question.answer(value, field.current?.value ?? '');
    onDone();
  };
  const main = question.choices.find(({ role }) => role === 'primary') ?? question.choices.at(-1);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      data-testid="question"
      aria-labelledby="question-title"
      onCancel={(event) => {
        event.preventDefault();
        answer(null);
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          answer(main?.value);
        }}
      >
        <h2 id="question-title">{question.title}</h2>
        {question.detail && <p>{question.detail}</p>}
        {question.field && (
          <label class="field">
            <span>{question.field.label}</span>
            <input
              ref={field}
              defaultValue={question.field.value}
              spellcheck={false}
              data-testid="question-field"
            />
          </label>
        )}
        <div class="dialog-actions">
          {question.choices.map((choice) => (
            <button
              key={choice.label}
              type={choice === main ? 'submit' : 'button'}
              class={`button ${choice.role}`}
              onClick={choice === main ? undefined : () => answer(choice.value)}
            >
              {choice.label}
            </button>
          ))}
        </div>
      </form>
    </dialog>
  );
}
