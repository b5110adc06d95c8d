import { drawBars, drawLines, round } from './charts.mjs';
import { publish, section } from './page.mjs';

/** Prints the tables; with `write`, docs/benchmarks.md and its plots as well. */
export function writeReport({ at, machine, systems, results }, write) {
  const sections = results.map((result) => describe[result.name]?.(result) ?? '');
  const head = `# Benchmarks

Made by \`npm run bench -- --write\`, which runs everything here in one go, on ${at.slice(0, 10)}. Numbers are a report and never
a gate. Machine: ${machine.processor}, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}. It was shared with other
work, so ratios are firmer than absolute values.

Beside Lifebound (\`lifebound run\`, the best containment the machine has): ${systems
    .filter(({ name }) => name !== 'Lifebound')
    .map(({ name, version }) => `${name} ${version}`)
    .join(
      ', ',
    )}. \`npm run bench:others\` installs them apart from the project's own dependencies. Each runs the same children
(bench/children) in its documented default, told only to restart for ever.
`;
  const page = [head, ...sections].join('\n');
  const drawn = results
    .map((result) => [plotOf(result.name), plots[result.name]?.(result)])
    .filter(([, svg]) => svg !== undefined);
  publish('benchmarks.md', page, Object.fromEntries(drawn), write);
}

const plotOf = (measure) => `bench-${measure.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const plots = {
  recovery: ({ rows }) =>
    drawBars('SIGKILL of the child → next child’s first line', rows, (row) => row.median, {
      unit: 'ms',
      log: true,
    }),
  leftBehind: ({ rows }) =>
    drawBars(
      'Left behind after SIGKILL of the supervisor',
      rows,
      (row) => row.plain + row.worker + row.daemons,
      { unit: 'processes' },
    ),
  idle: ({ rows }) => drawBars('Memory of the supervisor', rows, (row) => row.pssMb, { unit: 'MB' }),
  restarts: ({ rows }) =>
    drawLines(
      'A host over many restarts',
      rows,
      (row) => row.restarts,
      {
        'memory, MB': (row) => row.rssMb,
        descriptors: (row) => row.descriptors,
        listeners: (row) => row.listeners,
      },
      'restarts',
    ),
};

const describe = {
  recovery({ rows }) {
    const [ours] = rows.filter(({ system }) => system === 'Lifebound');
    return section(
      'From the death of a child to its successor',
      plotOf('recovery'),
      [
        ['system', 'median', '10 % … 90 %', 'n', 'times Lifebound'],
        ...rows.map((row) => [
          row.system,
          `${round(row.median)} ms`,
          `${round(row.p10)} … ${round(row.p90)} ms`,
          row.n,
          ours ? round(row.median / ours.median) : '',
        ]),
      ],
      'The child is killed after 1.2 s of life. s6-supervise pauses for a second before each restart; supervisord and circus look for the dead in turns, of one second and of five.',
    );
  },
  leftBehind: ({ rows }) =>
    section(
      'Left behind after a SIGKILL of the supervisor',
      plotOf('leftBehind'),
      [
        ['system', 'a plain child (1)', 'with a worker (2)', 'with three daemons (4)'],
        ...rows.map((row) => [row.system, row.plain, row.worker, row.daemons]),
      ],
      'Counted eight seconds later, by a mark in the environment.',
    ),
  idle: ({ rows }) =>
    section(
      'While the child sleeps',
      plotOf('idle'),
      [
        ['system', 'processes', 'memory (PSS)', 'processor a minute', 'wake-ups a second'],
        ...rows.map((row) => [
          row.system,
          row.processes,
          `${round(row.pssMb)} MB`,
          `${round(row.cpuMsPerMinute)} ms`,
          round(row.wakeUpsPerSecond),
        ]),
      ],
      'Wake-ups are voluntary context switches of all its threads. Wrappers and keepers count as the supervisor’s.',
    ),
  restarts({ rows, perSecond }) {
    const [first, last] = [rows[1] ?? rows[0], rows.at(-1)];
    return section(
      'Many restarts in one host',
      plotOf('restarts'),
      [
        ['after restarts', 'memory (RSS)', 'descriptors', 'listeners'],
        ...[first, last].map((row) => [
          row.restarts,
          `${round(row.rssMb)} MB`,
          row.descriptors,
          row.listeners,
        ]),
      ],
      `${round(perSecond)} restarts a second of a child that ends at once.`,
    );
  },
  manyBackends: ({ rows, backends }) =>
    section(`${backends} backends under one Node process`, null, [
      [
        'containment',
        'all ready',
        'memory in the host',
        'around each backend',
        'processor a minute, idle',
        'all stopped',
        'left',
      ],
      ...rows.map((row) =>
        row.error
          ? [row.containment, row.error, '', '', '', '', '']
          : [
              row.containment,
              `${round(row.readyMs)} ms`,
              `${round(row.hostMb)} MB (${round((row.hostMb * 1024) / backends)} KB each)`,
              `${round(row.wrapperMbEach)} MB`,
              `${round(row.cpuMsPerMinute)} ms`,
              `${round(row.stopMs)} ms`,
              row.left,
            ],
      ),
    ]),
  logPump: ({ rows, megabytes }) =>
    section(
      'The log',
      null,
      [
        ['reader', 'MB a second', 'lines a second'],
        ...rows.map((row) => [row.reader, round(row.mbPerSecond), Math.round(row.linesPerSecond)]),
      ],
      `${megabytes} MB in lines of 100 bytes, written as fast as they are taken.`,
    ),
};
