import { allKinds, moments, momentsOf, whyLeftOut } from './axes.mjs';

/**
 * The first `count` cells of a seed. Kinds are dealt like cards, so that a run as long as the table has each once;
 * the moment is drawn anew each time. `wanted(kind)` and `isMoment(name)` leave out others.
 */
export function drawCells(seed, count, wanted = () => true, isMoment = () => true) {
  const random = mulberry32(seed);
  const hasMoment = ({ backend }) => momentsOf(backend).some(isMoment);
  const kinds = allKinds().filter((kind) => whyLeftOut(kind) === null && wanted(kind) && hasMoment(kind));
  if (kinds.length === 0) return [];
  const cells = [];
  let deck = [];
  while (cells.length < count) {
    if (deck.length === 0) deck = shuffle(kinds, random);
    const kind = deck.pop();
    cells.push({ ...kind, ...drawMoment(momentsOf(kind.backend).filter(isMoment), random) });
  }
  return cells;
}

function drawMoment(names, random) {
  const tickets = names.flatMap((name) => Array(moments[name].weight).fill(name));
  const moment = tickets[Math.floor(random() * tickets.length)];
  return { moment, delayMs: Math.floor(random() * (moments[moment].mostMs + 1)) };
}

function shuffle(items, random) {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
  }
  return shuffled;
}

/** Mulberry32: small, and the same numbers for the same seed everywhere. From 0 to 1, 1 not included. */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
