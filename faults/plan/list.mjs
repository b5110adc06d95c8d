import { allKinds, backends, deaths, hosts, momentsOf, tiers, whyLeftOut } from './axes.mjs';

/** The matrix as a table, with counts and with the reason for every cell that is not there. */
export function listCells() {
  const kinds = allKinds();
  const ours = kinds.filter((kind) => whyLeftOut(kind) === null);
  const head = ['backend', ...Object.keys(deaths), 'may die at'];
  const rows = Object.keys(backends).map((backend) => [
    backend,
    ...Object.keys(deaths).map((death) => count(ours, { backend, death })),
    momentsOf(backend).join(', '),
  ]);
  const reasons = new Map();
  for (const kind of kinds) {
    const reason = whyLeftOut(kind);
    if (reason) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return [
    `How many of the ${hosts.length} hosts × ${tiers.length} tiers each pair has; a moment is drawn for each.`,
    '',
    ...table([head, ...rows]),
    '',
    ...hosts.map(
      (host) => `${host}: ${tiers.map((tier) => `${tier} ${count(ours, { host, tier })}`).join(', ')}`,
    ),
    `${ours.length} cells in all`,
    '',
    ...Object.entries(deaths).map(([name, meaning]) => `${name}: ${meaning}`),
    '',
    ...[...reasons].map(([reason, number]) => `left out (${number}): ${reason}`),
  ].join('\n');
}

function count(kinds, wanted) {
  const names = Object.keys(wanted);
  return kinds.filter((kind) => names.every((name) => kind[name] === wanted[name])).length;
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows.map((row) =>
    row
      .map((text, column) => String(text).padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}
