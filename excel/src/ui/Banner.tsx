import type { App } from '../app/app.js';
import { texts } from '../texts/texts.js';

/** While the backend is away: what goes on, and that nothing is lost. Typing goes on beneath it. */
export function Banner({ app }: { app: App }) {
  const text = bannerText(app);
  return (
    <div class="banner-place" role="status" aria-live="polite">
      {text && (
        <div class="banner" data-testid="banner">
          <span class="spinner" aria-hidden="true" />
          {text}
        </div>
      )}
    </div>
  );
}

function bannerText(app: App): string | null {
  const connection = app.connection.value;
  if (connection === 'refused') return texts.connectionRefused;
  if (connection === 'waiting') return texts.connectionLost;
  if (app.progress.isCancelling.value) return texts.cancelling;
  const status = app.monitor.status.value;
  if (!status) return texts.starting;
  switch (status.state) {
    case 'ready':
    case 'failed':
      return null;
    case 'suspect':
      return texts.slow;
    case 'idle':
      return status.wanted === 'running' ? texts.starting : texts.stopped;
    default:
      if (status.generation <= 1 && status.attempts === 0) return texts.starting;
      return texts.restarting(Math.max(1, status.attempts), status.maxAttempts);
  }
}
