import type { EventBody } from '../src/events.js';
import { maxBusyMs } from '../src/machine/health.js';
import type { Machine } from '../src/machine/machine.js';
import type { State } from '../src/status.js';
import type { Clock } from './clock.js';
import { must } from './invariants.js';

/** All clocks of a machine that is always late, added up. */
const slackMs = 45_000;

/** The longest that a state may last, in time that the machine was awake; ready and rest last as they like. */
function boundsOf({ config }: Machine): Readonly<Partial<Record<State, number>>> {
  return {
    locating: 2 * config.startTimeoutMs + slackMs,
    starting: 3 * config.startTimeoutMs + maxBusyMs + slackMs,
    stopping: endBoundMs(config),
    backoff: config.restart.maxDelayMs * (1 + config.restart.jitter) + slackMs,
  };
}

/** The grace, granted anew once; then at most five looks at a killed leader, and five at its tree. */
export function endBoundMs(config: Machine['config']): number {
  return 2 * config.terminationTimeoutMs + slackMs;
}

/** Every wait ends, and what is asked to stop comes to rest. */
export class Waits {
  private since = 0;
  private asks = 0;
  private overs = 0;

  constructor(private readonly clock: Clock) {}

  private get awakeMs(): number {
    return this.clock.nowMs - this.clock.sleptMs;
  }

  note(before: Machine, body: EventBody, after: Machine, isOver: boolean): void {
    if (isOver) this.overs += 1;
    if (isAsk(body)) this.asks += 1;
    // A debugger holds the backend for as long as somebody looks.
    const isDebugged = before.run?.debuggers.body || body.type === 'debugger';
    if (before.state !== after.state || before.generation !== after.generation || isDebugged) {
      this.since = this.awakeMs;
      return;
    }
    const bound = boundsOf(after)[after.state];
    if (bound === undefined) return;
    must(this.awakeMs - this.since <= bound, `the wait in ${after.state} ends`, this.awakeMs - this.since);
  }

  /** Called after a stop or the host's end was sent. */
  expectRest(read: () => Machine): void {
    const machine = read();
    if (machine.wanted === 'running') return;
    const { asks, overs } = this;
    const wasBusy = machine.state !== 'idle' && machine.state !== 'failed';
    this.afterAwake(endBoundMs(machine.config), () => {
      if (this.asks !== asks) return;
      must(read().state === 'idle', 'a stop leads to idle in bounded time', read().state);
      must(!wasBusy || this.overs > overs, 'a stop is answered', read().state);
    });
  }

  afterAwake(delayMs: number, happen: () => void): void {
    const slept = this.clock.sleptMs;
    this.clock.after(delayMs, () => {
      if (this.clock.sleptMs === slept) happen();
      else this.afterAwake(this.clock.sleptMs - slept > 0 ? delayMs : 0, happen);
    });
  }
}

function isAsk({ type }: EventBody): boolean {
  return type === 'start' || type === 'restart' || type === 'resume' || type === 'stop' || type === 'hold';
}
