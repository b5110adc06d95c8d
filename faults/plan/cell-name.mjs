import { backends, deaths, hosts, moments, tiers } from './axes.mjs';

/** Beside the drawn ones, for the harness' own proof and for comparison. */
const allHosts = [...hosts, 'leaky'];
const allTiers = [...tiers, 'group'];

export function nameCell({ host, tier, backend, death, moment, delayMs }) {
  return `${host}/${tier}/${backend}/${death}@${moment}+${delayMs}`;
}

/** @throws Error that says which word is wrong, and what it may be */
export function parseCell(name) {
  const match = /^([a-z]+)\/([a-z]+)\/([a-z-]+)\/([a-z]+)@([a-z]+)\+(\d+)$/.exec(name);
  if (!match) throw new Error(`"${name}" is no cell. One is node/keeper/daemon/killed@spawn+12`);
  const [, host, tier, backend, death, moment, delayMs] = match;
  mustBe('host', host, allHosts);
  mustBe('tier', tier, allTiers);
  mustBe('backend', backend, Object.keys(backends));
  mustBe('death', death, Object.keys(deaths));
  mustBe('moment', moment, Object.keys(moments));
  return { host, tier, backend, death, moment, delayMs: Number(delayMs) };
}

function mustBe(what, word, words) {
  if (!words.includes(word)) throw new Error(`"${word}" is no ${what}. There are: ${words.join(', ')}`);
}
