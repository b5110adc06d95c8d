import type { Notices } from '../app/notices.js';
import { texts } from '../texts/texts.js';
import { Icon } from './icons.js';

export function Messages({ notices }: { notices: Notices }) {
  return (
    <div class="messages" role="log" aria-live="assertive" data-testid="messages">
      {notices.messages.value.map(({ id, tone, text, code }) => (
        <div key={id} class={`message ${tone}`} data-testid={`message-${tone}`}>
          <Icon name={tone === 'error' ? 'warning' : 'check'} />
          <p>
            {text} {code && <code class="code">{code}</code>}
          </p>
          <button type="button" class="tool" aria-label={texts.dismiss} onClick={() => notices.dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
