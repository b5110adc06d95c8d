import { backends, deaths, hosts, moments, tiers } from './axes.mjs';

const axes = {
  host: hosts,
  tier: tiers,
  backend: Object.keys(backends),
  death: Object.keys(deaths),
  moment: Object.keys(moments),
};

/** `node daemon pool`: of the Node host, and one of the two backends. What a kind doesn't have can't be wrong. */
export function fits(kind, words) {
  return Object.entries(kind).every(([axis, value]) => {
    const mine = words.filter((word) => axes[axis].includes(word));
    return mine.length === 0 || mine.includes(value);
  });
}

/** Words that name nothing. */
export function unknownWords(words) {
  return words.filter((word) => !Object.values(axes).flat().includes(word));
}
