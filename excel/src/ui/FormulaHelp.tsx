import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { argumentsOf, type FunctionHint, shownArgument } from '../formulas/hints.js';
import { texts } from '../texts/texts.js';

/** Below the field in which a formula is typed: names to choose from, or the arguments of the function. */
export function FormulaHelp({ app }: { app: App }) {
  const help = app.formulaHelp;
  const box = useRef<HTMLDivElement>(null);
  const hint = help.hint.value;
  useEffect(() => {
    const follow = () => {
      const field = typedIn();
      if (field) help.follow(field);
    };
    document.addEventListener('selectionchange', follow);
    return () => document.removeEventListener('selectionchange', follow);
  }, []);
  useLayoutEffect(() => {
    const field = typedIn();
    if (!box.current || !field) return;
    const { left, bottom, top } = field.getBoundingClientRect();
    const { width, height } = box.current.getBoundingClientRect();
    const below = bottom + 4;
    box.current.style.left = `${Math.max(4, Math.min(left, innerWidth - width - 4))}px`;
    box.current.style.top = `${below + height > innerHeight ? top - height - 4 : below}px`;
  });
  if (!hint) return null;
  if (hint.kind === 'call')
    return (
      <div ref={box} class="formula-help call" data-testid="formula-hint" role="note">
        <Signature call={hint.call} argument={hint.argument} />
      </div>
    );
  return (
    <div
      ref={box}
      class="formula-help"
      role="listbox"
      aria-label={texts.functions}
      data-testid="function-list"
    >
      {hint.matches.map((match, index) => (
        <div
          key={match.name}
          role="option"
          tabIndex={-1}
          class="function-option"
          aria-selected={help.chosen.value === index}
          onMouseDown={(event) => {
            // The field keeps the keyboard.
            event.preventDefault();
            const field = typedIn();
            if (field) help.accept(field, index);
          }}
        >
          <strong>{match.name}</strong>
          {help.chosen.value === index && <span>{match.signature.slice(match.name.length)}</span>}
        </div>
      ))}
    </div>
  );
}

function Signature({ call, argument }: { call: FunctionHint; argument: number }) {
  const parts = argumentsOf(call);
  const now = shownArgument(parts, argument);
  return (
    <>
      {call.name}(
      {parts.map((part, index) => (
        <span key={part}>
          {index > 0 && ', '}
          {index === now ? <strong>{part}</strong> : part}
        </span>
      ))}
      )
    </>
  );
}

function typedIn(): HTMLTextAreaElement | null {
  const field = document.activeElement;
  return field instanceof HTMLTextAreaElement && field.dataset.formulaField !== undefined ? field : null;
}
