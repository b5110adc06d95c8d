import { describe, expect, it } from 'vitest';
import { versionFits } from '../../src/protocol/version-fits.js';

describe('versionFits', () => {
  it.each([
    [null, '1.0.0', 'any backend fits an app that says nothing'],
    [null, null, 'even one without a version'],
    ['1.2.3', '1.2.3', 'the same'],
    ['1.2.3', '1.9.0', 'a newer minor'],
    ['0.2.3', '0.2.9', 'a newer patch of 0.x'],
    ['0.0.3', '0.0.3', 'the same of 0.0.x'],
    ['1.2.3', '1.2.3+build.7', 'a build says nothing'],
    ['1.2.3-rc.1', '1.2.3', 'the release of a prerelease'],
    ['1.2.3-rc.1', '1.2.3-rc.2', 'a newer prerelease'],
    ['1.2.3-rc.2', '1.2.3-rc.10', 'compared by number'],
    ['1.2.3-rc', '1.2.3-rc.1', 'the longer prerelease'],
    ['1.2.3-9', '1.2.3-alpha', 'words above numbers'],
    ['10.20.30', '10.20.31', 'numbers of several digits'],
    ['1.2.3-rc.1', '1.2.3-rc.1', 'the same prerelease'],
    ['1.2.3-alpha', '1.2.3-beta', 'a later word'],
    ['1.2.3-10', '1.2.3-11', 'a greater number of two digits'],
    ['1.2.3-1', '1.2.3-rc1', 'a word that ends with a digit is no number'],
    ['1.2.3-1', '1.2.3-1rc', 'nor one that begins with a digit'],
    ['1.2.3-2', '1.2.3-1a', 'a word is above a number whatever its characters'],
  ])('%s takes %s: %s', (app, backend, _why) => {
    expect(versionFits(app, backend)).toBe(true);
  });

  it.each([
    ['1.2.3', null, 'no version'],
    ['1.2.3', '2.0.0', 'another major'],
    ['1.2.3', '1.2.2', 'an older patch'],
    ['1.2.3', '1.1.9', 'an older minor'],
    ['0.2.3', '0.3.0', 'another minor of 0.x'],
    ['0.0.3', '0.0.4', 'another patch of 0.0.x'],
    ['1.2.3', '1.2', 'no semantic version'],
    ['1.2.3', '1.2.3rc1', "Python's prerelease"],
    ['1.2.3', 'v1.2.3', 'a prefix'],
    ['1.2.3', '', 'nothing'],
    ['1.2.3', '1.2.4-rc.1', 'a prerelease for a release'],
    ['1.2.3-rc.2', '1.2.3-rc.1', 'an older prerelease'],
    ['1.2.3-rc.1', '1.2.4-rc.1', 'a prerelease of another version'],
    ['1.2.3-alpha', '1.2.3-9', 'numbers below words'],
    ['1.2.3-rc.1', '1.2.3-rc', 'the shorter prerelease'],
    ['10.20.30', '10.20.29', 'an older patch of two digits'],
    ['1.2.3', '1.2.3-rc.1', 'the prerelease of the very release'],
    ['1.2.3-beta', '1.2.3-alpha', 'an earlier word'],
    ['1.2.3-rc2', '1.2.3-rc1', 'an earlier word that ends with a digit'],
    ['1.2.3-2a', '1.2.3-1a', 'an earlier word that begins with a digit'],
    ['1.2.3-11', '1.2.3-10', 'a smaller number of two digits'],
    ['latest', '1.2.3', 'an app without a semantic version'],
  ])('%s does not take %s: %s', (app, backend, _why) => {
    expect(versionFits(app, backend)).toBe(false);
  });
});
