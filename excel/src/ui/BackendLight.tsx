import type { App } from '../app/app.js';
import { texts } from '../texts/texts.js';
import { BackendPanel } from './BackendPanel.js';

/** One glance: the colour and the word; a click shows the rest. */
export function BackendLight({ app }: { app: App }) {
  const status = app.monitor.status.value;
  const state = status?.state ?? 'idle';
  const isOpen = app.panelOpen.value;
  const word = status ? texts.states[state] : texts.states.locating;
  return (
    <div class="backend">
      <button
        type="button"
        class="light"
        data-testid="backend-light"
        data-state={state}
        aria-expanded={isOpen}
        aria-label={texts.backendLight(word)}
        onClick={() => {
          app.panelOpen.value = !isOpen;
        }}
      >
        <span class="lamp" aria-hidden="true" />
        <span class="label">{word}</span>
      </button>
      {isOpen && status && <BackendPanel app={app} status={status} />}
    </div>
  );
}
