import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/root.mjs';

const folder = join(root, 'docs');

/** A heading, the plot of that name below docs/images when there is one, a table, and a note. */
export function section(title, plot, [head, ...rows], note = '') {
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const picture = plot ? `![${title}](images/${plot}.svg)\n\n` : '';
  return `## ${title}\n\n${picture}${table}\n${note ? `\n${note}\n` : ''}`;
}

/** Prints the page; with `write` it goes to docs/, and its plots (SVG by name) to docs/images. */
export function publish(name, page, plots, write) {
  console.log(`\n${page}`);
  if (!write) return;
  writeFileSync(join(folder, name), page);
  mkdirSync(join(folder, 'images'), { recursive: true });
  for (const [plot, svg] of Object.entries(plots)) writeFileSync(join(folder, 'images', `${plot}.svg`), svg);
}
