import type { Status } from '@lifebound/core';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { App } from '../app/app.js';
import { causeText } from '../app/cause-text.js';
import { texts } from '../texts/texts.js';
import { formatDuration } from './format-duration.js';
import { Icon } from './icons.js';
import { LogView } from './LogView.js';
import { StripPlot } from './StripPlot.js';

export function BackendPanel({ app, status }: { app: App; status: Status }) {
  const { monitor } = app;
  useEffect(() => {
    const timer = setInterval(() => void monitor.refresh(), 1_000);
    return () => clearInterval(timer);
  }, [monitor]);
  const close = () => {
    app.panelOpen.value = false;
    app.focusSheet();
  };
  return (
    <section
      class="panel"
      role="dialog"
      aria-label={texts.backend}
      data-testid="backend-panel"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') close();
      }}
    >
      <header class="panel-head">
        <h2>{status.label}</h2>
        <button
          type="button"
          class="button small"
          data-testid="restart"
          onClick={() => void app.restartBackend()}
        >
          <Icon name="restart" />
          {texts.restart}
        </button>
        <button type="button" class="tool" aria-label={texts.close} title={texts.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <StripPlot monitor={monitor} />
      <Details app={app} status={status} />
      <LogView monitor={monitor} />
    </section>
  );
}

function Details({ app, status }: { app: App; status: Status }) {
  const { details } = texts;
  const uptime = app.monitor.uptimeMs.value;
  const next = app.monitor.nextAttemptInMs.value;
  const { versions, containment, lastCause, busy } = status;
  const versionLine = [
    `Lifebound ${versions.lifebound}`,
    versions.backend && `${texts.backend} ${versions.backend}`,
    versions.app && `App ${versions.app}`,
  ];
  return (
    <dl class="details">
      <Row name={details.state}>
        <strong data-testid="panel-state">{texts.states[status.state]}</strong>
        {busy && <span class="fine">{` ${details.busy}: ${busy.what}`}</span>}
        {next !== null && <span class="fine">{` ${details.nextAttempt((next / 1000).toFixed(0))}`}</span>}
      </Row>
      <Row name={details.pid}>
        <span data-testid="panel-pid">{status.pid ?? details.none}</span>
        <span class="fine">{` · ${details.generation} ${status.generation}`}</span>
      </Row>
      <Row name={details.uptime}>
        <span data-testid="panel-uptime">{uptime === null ? details.none : formatDuration(uptime)}</span>
      </Row>
      <Row name={details.attempts}>
        <span class="attempts" aria-hidden="true">
          {Array.from({ length: status.maxAttempts }, (_, index) => (
            <i key={index} class={index < status.attempts ? 'used' : ''} />
          ))}
        </span>
        {details.attemptsOf(status.attempts, status.maxAttempts)}
      </Row>
      <Row name={details.requests}>{details.requestsOf(status.requestsInFlight, status.requestsHeld)}</Row>
      {containment && (
        <Row name={details.containment}>
          {texts.tiers[containment.tier]}
          {containment.reason && <span class="fine block">{containment.reason}</span>}
        </Row>
      )}
      <Row name={details.versions}>
        <span class="fine">{versionLine.filter(Boolean).join(' · ')}</span>
      </Row>
      {lastCause && (
        <Row name={details.lastCause}>
          <span data-testid="panel-cause">{causeText(app, lastCause)}</span>
          {lastCause.stderrTail.length > 0 && (
            <pre class="tail">{lastCause.stderrTail.slice(-6).join('\n')}</pre>
          )}
        </Row>
      )}
      {status.error && (
        <Row name={status.error.code}>
          <span class="error-text">{status.error.message}</span>
        </Row>
      )}
    </dl>
  );
}

function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="detail">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
