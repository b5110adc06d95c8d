import { defaultConfig, type Launch, type Readiness, type WatchdogConfig } from './config.js';
import type { LifeboundError } from './errors.js';
import { errors } from './messages.js';
import {
  flag,
  listOf,
  nullOr,
  number,
  object,
  oneOf,
  Refusal,
  readableVersion,
  text,
  union,
  whole,
} from './options.js';

export type ConfigResult =
  | { readonly ok: true; readonly config: WatchdogConfig }
  | { readonly ok: false; readonly error: LifeboundError };

/** A value is shown to be recognised, not to be read in full. */
const maxShown = 120;

/** Timers of every body take it: 2^31 - 1, some 24 days. */
const maxDurationMs = 2_147_483_647;
const duration = (leastMs = 0) => number(leastMs, maxDurationMs, 'milliseconds');

/** A probe goes to our own machine only: anything else could be made to call the world. */
const loopbackUrl = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?(\/[^\s]*)?$/;

const config = object<WatchdogConfig>({
  label: text(/^[^\p{Cc}]{1,80}$/u, 'a name of 1 to 80 characters in one line'),
  hostLabel: nullOr(text(/^[^\p{Cc}]{1,80}$/u, 'a name of 1 to 80 characters in one line, or null')),
  launch: union<Launch>({
    command: {
      program: text(/^[^\0]+$/, 'a program'),
      args: listOf(text(/^[^\0]*$/, 'a list of texts without NUL')),
    },
    locate: { confined: flag },
  }),
  restart: object({
    policy: oneOf(['always', 'on-failure', 'no']),
    maxAttempts: whole(0, 1_000),
    windowMs: duration(1),
    stableAfterMs: duration(),
    baseDelayMs: duration(),
    maxDelayMs: duration(),
    jitter: number(0, 1, 'a share'),
  }),
  readiness: union<Readiness>({
    link: {},
    stay: {},
    http: { url: text(loopbackUrl, 'an http URL of 127.0.0.1, localhost or [::1]') },
    tcp: { port: whole(1, 65_535) },
  }),
  startTimeoutMs: duration(1),
  stayUpMs: duration(),
  health: object({
    // Below, the check itself would be the load.
    checkIntervalMs: duration(10),
    suspectAfterMisses: whole(1, 1_000),
    unhealthyAfterMisses: whole(1, 1_000),
  }),
  terminationTimeoutMs: duration(),
  appVersion: nullOr(readableVersion),
  containment: nullOr(oneOf(['cgroup', 'namespace', 'job', 'keeper', 'group', 'none'])),
});

/** A user's partial configuration over the defaults; or INVALID_OPTION with the option, its value and what to give. */
export function validateConfig(input: unknown): ConfigResult {
  try {
    const whole = config(input, defaultConfig, 'config');
    const { suspectAfterMisses, unhealthyAfterMisses } = whole.health;
    if (unhealthyAfterMisses >= suspectAfterMisses) return { ok: true, config: whole };
    const expected = `at least health.suspectAfterMisses (${suspectAfterMisses})`;
    throw new Refusal('health.unhealthyAfterMisses', unhealthyAfterMisses, expected);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { ok: false, error: errors.invalidOption(refusal.option, show(refusal.value), refusal.expected) };
  }
}

/** As somebody wrote it. JSON has no NaN, and throws at what has no end. */
function show(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  try {
    return JSON.stringify(value)?.slice(0, maxShown) ?? `a value of type ${typeof value}`;
  } catch {
    return 'an object that contains itself';
  }
}
