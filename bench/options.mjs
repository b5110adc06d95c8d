import { parseArgs } from 'node:util';

/**
 * The options of a benchmark: `--only M`, `--write`, `--help` (which prints `usage` and ends), and `counts`, whole
 * numbers by their defaults. Throws for what is not among `measures`, and for a count below 1.
 */
export function readOptions(usage, measures, counts) {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      ...Object.fromEntries(
        Object.entries(counts).map(([name, count]) => [name, { type: 'string', default: String(count) }]),
      ),
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const unknown = values.only?.find((name) => !(name in measures));
  if (unknown)
    throw new Error(`There is no measure "${unknown}". Use one of ${Object.keys(measures).join(', ')}.`);
  const given = Object.keys(counts).map((name) => {
    const count = Number(values[name]);
    if (!Number.isInteger(count) || count < 1)
      throw new Error(`--${name} is ${values[name]}. Give a whole number from 1.`);
    return [name, count];
  });
  return { ...values, ...Object.fromEntries(given) };
}
