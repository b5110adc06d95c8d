import { drawBars, round } from '../../report/charts.mjs';
import { publish, section } from '../../report/page.mjs';

/** Prints the tables; with `write`, docs/benchmarks-excel.md and its plots as well. */
export function writeReport({ at, machine, versions, results }, write) {
  const head = `# Benchmarks of the spreadsheet

Made by \`npm run bench:excel -- --write\`, which runs everything here in one go, on ${at.slice(0, 10)}. Numbers are a report and
never a gate. Machine: ${machine.processor}, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}; software rendering on a virtual
screen. Beside it: ${versions.join(', ')}.

The large workbook has 100,000 × 10 cells, 400,000 of them formulas, with cached values as Excel leaves them; the small
one 20 rows; the long one all 1,048,576 rows of a sheet. They are written by bench/excel/workbooks.py.
`;
  const page = [head, ...results.map((result) => describe[result.name](result))].join('\n');
  const drawn = results
    .filter(({ name }) => name in plots)
    .map((result) => [`bench-excel-${result.name}`, plots[result.name](result)]);
  publish('benchmarks-excel.md', page, Object.fromEntries(drawn), write);
}

const seconds = (ms) => `${round(ms / 1000)} s`;
const milliseconds = (ms) => `${round(ms)} ms`;
const spread = ({ p10, p90 }, unit) => `${unit(p10)} … ${unit(p90)}`;

const plots = {
  open: ({ rows }) =>
    drawBars('Open 100,000 × 10 cells, 400,000 formulas', rows, (row) => row.median / 1000, { unit: 's' }),
  save: ({ rows }) => drawBars('Save it after one edit', rows, (row) => row.median / 1000, { unit: 's' }),
};

/** How many times as long as the row of `base` another one takes. */
function ratio(row, base) {
  return base ? round(row.median / base.median) : '';
}

const describe = {
  open({ rows }) {
    const base = rows.find(({ system }) => system.startsWith('Lifebound'));
    return section(
      'Open the large workbook',
      'bench-excel-open',
      [
        ['system', 'from … to', 'median', 'least … most', 'n', 'times the first row', 'memory (PSS)'],
        ...rows.map((row) => [
          row.system,
          row.until,
          seconds(row.median),
          spread(row, seconds),
          row.n,
          ratio(row, base),
          row.memoryMb === null ? 'not measured' : `${Math.round(row.memoryMb)} MB`,
        ]),
      ],
      'Memory is of all processes of the system: for the desktop window the shell, the web view and the service. openpyxl computes nothing.',
    );
  },
  edit({ rows }) {
    return section(
      'An edit until it is acknowledged',
      null,
      [
        ['system', 'workbook', 'p50', 'p99', 'n'],
        ...rows.map((row) => [
          row.system,
          row.workbook,
          milliseconds(row.median),
          milliseconds(row.p99),
          row.n,
        ]),
      ],
      'Ours is acknowledged when it is in the journal on the disk (synchronous) and everything is computed; LibreOffice’s when it is computed, in memory only, called in its own process by its bridge.',
    );
  },
  scroll({ rows }) {
    return section(
      'A scroll step in 1,048,576 rows',
      null,
      [
        ['where', 'step', 'p50', 'p99', 'n'],
        ...rows.map((row) => [row.system, row.step, milliseconds(row.median), milliseconds(row.p99), row.n]),
      ],
      'Until the cells of that place are drawn with their values and the next frame has begun. “A page” goes on by 30 rows, “a jump” to anywhere.',
    );
  },
  recovery({ rows }) {
    return section(
      'SIGKILL of the service until the next edit is acknowledged',
      null,
      [
        ['workbook', 'edits in the journal', 'median', 'least … most', 'n'],
        ...rows.map((row) => [
          row.workbook,
          row.edits,
          milliseconds(row.median),
          spread(row, milliseconds),
          row.n,
        ]),
      ],
      'With the start of a new process, the snapshot, the replay, and one computation of everything.',
    );
  },
  save({ rows }) {
    const base = rows.find(({ system }) => system === 'Lifebound');
    return section(
      'Save the large workbook after one edit',
      'bench-excel-save',
      [
        ['system', 'median', 'least … most', 'n', 'times Lifebound', 'size'],
        ...rows.map((row) => [
          row.system,
          seconds(row.median),
          spread(row, seconds),
          row.n,
          ratio(row, base),
          `${round(row.megabytes)} MB`,
        ]),
      ],
      'Ours patches the package, reads it again as a check, and syncs file and folder; the others write all of it anew and sync nothing.',
    );
  },
};
