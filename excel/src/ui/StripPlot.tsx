import { plotSpells } from '../backend/history.js';
import type { BackendMonitor } from '../backend/monitor.js';
import { texts } from '../texts/texts.js';

/** The last minutes as one strip: colours are states, ticks are restarts. The right end is now. */
export function StripPlot({ monitor }: { monitor: BackendMonitor }) {
  const { bars, restarts } = plotSpells(monitor.spells.value, monitor.now.value);
  return (
    <figure class="strip">
      <svg
        viewBox="0 0 300 22"
        preserveAspectRatio="none"
        role="img"
        aria-label={texts.historyLabel(restarts.length)}
      >
        <rect class="strip-ground" x="0" y="4" width="300" height="14" />
        {bars.map((bar) => (
          <rect
            key={`${bar.state}${bar.from}`}
            class="strip-bar"
            data-state={bar.state}
            x={bar.from * 300}
            y="4"
            width={Math.max(0.8, (bar.to - bar.from) * 300)}
            height="14"
          />
        ))}
        {restarts.map((place) => (
          <rect key={place} class="strip-tick" x={place * 300 - 0.5} y="0" width="1" height="22" />
        ))}
      </svg>
      <figcaption>
        <span>{texts.history}</span>
      </figcaption>
    </figure>
  );
}
