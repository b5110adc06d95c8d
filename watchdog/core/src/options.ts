import { isVersion } from './protocol/version-fits.js';

/** A value of an option that can't be used. Caught by `validateConfig`, and never seen outside. */
export class Refusal extends Error {
  constructor(
    readonly option: string,
    readonly value: unknown,
    readonly expected: string,
  ) {
    super(`${option}: ${expected}`);
  }
}

/** Reads one option: the given value when it will do, the default when it is absent; else throws a Refusal. */
export type Reader<Value> = (given: unknown, fallback: Value, option: string) => Value;

type Fields<Value> = { readonly [Name in keyof Value]-?: Reader<Value[Name]> };
type Plain = Readonly<Record<string, unknown>>;

export function object<Value extends object>(fields: Fields<Value>): Reader<Value> {
  return (given, fallback, option) => {
    if (given === undefined) return fallback;
    const values = plain(given, option);
    const names = Object.keys(fields);
    for (const name of Object.keys(values)) {
      if (!names.includes(name)) {
        throw new Refusal(join(option, name), values[name], `one of ${names.join(', ')} there`);
      }
    }
    const read = names.map((name) => {
      const reader = fields[name as keyof Value] as Reader<unknown>;
      return [name, reader(values[name], fallback[name as keyof Value], join(option, name))];
    });
    return Object.fromEntries(read) as Value;
  };
}

/** `{kind, …}`: the kind decides which other fields there are; they have no defaults. */
export function union<Value extends { readonly kind: string }>(
  kinds: {
    readonly [Kind in Value['kind']]: Fields<Omit<Extract<Value, { readonly kind: Kind }>, 'kind'>>;
  },
): Reader<Value> {
  return (given, fallback, option) => {
    if (given === undefined) return fallback;
    const { kind, ...rest } = plain(given, option);
    const names = Object.keys(kinds);
    if (typeof kind !== 'string' || !names.includes(kind)) {
      throw new Refusal(join(option, 'kind'), kind, `one of ${names.join(', ')}`);
    }
    const fields = object(kinds[kind as Value['kind']] as Fields<object>);
    return { kind, ...fields(rest, {}, option) } as unknown as Value;
  };
}

export function nullOr<Value>(reader: Reader<Value>): Reader<Value | null> {
  return (given, fallback, option) => {
    if (given === null) return null;
    return given === undefined ? fallback : reader(given, fallback as Value, option);
  };
}

export function listOf<Value>(reader: Reader<Value>): Reader<readonly Value[]> {
  return (given, fallback, option) => {
    if (given === undefined && fallback !== undefined) return fallback;
    if (!Array.isArray(given)) throw new Refusal(option, given, 'a list');
    return given.map((item, index) => reader(item, undefined as Value, `${option}[${index}]`));
  };
}

export const flag: Reader<boolean> = leaf('true or false', (value) => typeof value === 'boolean');

export const readableVersion: Reader<string> = leaf(
  'a semantic version such as 1.2.3',
  (value) => typeof value === 'string' && isVersion(value),
);

export function text(pattern: RegExp, expected: string): Reader<string> {
  return leaf(expected, (value) => typeof value === 'string' && pattern.test(value));
}

export function oneOf<Value extends string>(values: readonly Value[]): Reader<Value> {
  return leaf(`one of ${values.join(', ')}`, (value) => values.includes(value as Value));
}

export function number(least: number, most: number, unit: string): Reader<number> {
  const expected = `${unit} from ${least} to ${most}`;
  return leaf(expected, (value) => typeof value === 'number' && value >= least && value <= most);
}

export function whole(least: number, most: number): Reader<number> {
  const expected = `a whole number from ${least} to ${most}`;
  return leaf(
    expected,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  );
}

function leaf<Value>(expected: string, isUsable: (value: unknown) => boolean): Reader<Value> {
  return (given, fallback, option) => {
    const value = given === undefined ? fallback : given;
    if (isUsable(value)) return value as Value;
    throw new Refusal(option, value, expected);
  };
}

function plain(given: unknown, option: string): Plain {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Plain;
  throw new Refusal(option, given, 'an object');
}

function join(option: string, name: string): string {
  return option === 'config' ? name : `${option}.${name}`;
}
