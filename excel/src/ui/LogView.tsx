import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { BackendMonitor } from '../backend/monitor.js';
import { texts } from '../texts/texts.js';
import { Check } from './Check.js';
import { Icon } from './icons.js';

type Filter = 'all' | 'watchdog' | 'backend';

export function LogView({ monitor }: { monitor: BackendMonitor }) {
  const filter = useSignal<Filter>('all');
  const follow = useSignal(true);
  const copied = useSignal(false);
  const list = useRef<HTMLDivElement>(null);
  const lines = monitor.lines.value.filter((line) => filter.value === 'all' || line.source === filter.value);
  useLayoutEffect(() => {
    if (follow.value && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [lines.length, follow.value, filter.value]);
  const copy = async () => {
    await navigator.clipboard.writeText(
      lines.map(({ time, level, text }) => `${time} [${level}] ${text}`).join('\n'),
    );
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, 1_500);
  };
  const names: Record<Filter, string> = {
    all: texts.logAll,
    watchdog: texts.logWatchdog,
    backend: texts.logBackend,
  };
  return (
    <div class="log">
      <div class="log-head">
        <h3>{texts.log}</h3>
        <fieldset class="segments" aria-label={texts.log}>
          {(['all', 'watchdog', 'backend'] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={filter.value === name}
              onClick={() => {
                filter.value = name;
              }}
            >
              {names[name]}
            </button>
          ))}
        </fieldset>
        <Check class="follow" label={texts.follow} checked={follow} />
        <button type="button" class="button small" onClick={() => void copy()}>
          <Icon name={copied.value ? 'check' : 'copy'} />
          {copied.value ? texts.copied : texts.copy}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div class="log-lines" ref={list} role="log" aria-live="off" tabIndex={0} data-testid="log">
        {lines.length === 0 && <p class="fine">{texts.logEmpty}</p>}
        {lines.map((line, index) => (
          <div key={index} class="log-line" data-level={line.level} data-source={line.source}>
            <time>{line.time.slice(11, 19)}</time>
            <span>{line.text}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
