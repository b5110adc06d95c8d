interface Version {
  readonly numbers: readonly [number, number, number];
  /** The identifiers after `-`; empty for a release. */
  readonly prerelease: readonly string[];
}

/** `1.2.3`, `1.2.3-rc.1`, `1.2.3+build`; Python's `1.2.3rc1` and a short `1.2` are no semantic versions. */
const semanticVersion = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/**
 * Whether the backend's version fits what the app expects, by npm's caret: the same major number, for 0.x the same
 * minor, for 0.0.x the same patch; and not older, since an older backend lacks what the app calls. A prerelease fits
 * only an app of the same prerelease series. `null` for the app: any. What is not a semantic version does not fit.
 */
export function versionFits(app: string | null, backend: string | null): boolean {
  if (app === null) return true;
  const wanted = parse(app);
  const given = backend === null ? null : parse(backend);
  if (wanted === null || given === null) return false;
  const order = compareNumbers(given, wanted);
  if (given.prerelease.length > 0) {
    return order === 0 && wanted.prerelease.length > 0 && comparePrerelease(given, wanted) >= 0;
  }
  return order >= 0 && sameSeries(wanted, given);
}

/** Whether `text` can be compared at all. */
export function isVersion(text: string): boolean {
  return semanticVersion.test(text);
}

function parse(text: string): Version | null {
  const match = semanticVersion.exec(text);
  if (match === null) return null;
  const [, major, minor, patch, prerelease] = match;
  return { numbers: [Number(major), Number(minor), Number(patch)], prerelease: prerelease?.split('.') ?? [] };
}

function sameSeries(wanted: Version, given: Version): boolean {
  const [major, minor, patch] = wanted.numbers;
  if (major !== given.numbers[0]) return false;
  if (major > 0) return true;
  if (minor !== given.numbers[1]) return false;
  return minor > 0 || patch === given.numbers[2];
}

function compareNumbers(left: Version, right: Version): number {
  for (const index of [0, 1, 2] as const) {
    const difference = left.numbers[index] - right.numbers[index];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** semver.org, rule 11: numbers by value and below words, words by character, and the longer list wins. */
function comparePrerelease(left: Version, right: Version): number {
  const length = Math.min(left.prerelease.length, right.prerelease.length);
  for (let index = 0; index < length; index += 1) {
    const order = compareIdentifier(left.prerelease[index] ?? '', right.prerelease[index] ?? '');
    if (order !== 0) return order;
  }
  return left.prerelease.length - right.prerelease.length;
}

function compareIdentifier(left: string, right: string): number {
  const leftIsNumber = /^\d+$/.test(left);
  const rightIsNumber = /^\d+$/.test(right);
  if (leftIsNumber && rightIsNumber) return Number(left) - Number(right);
  if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
