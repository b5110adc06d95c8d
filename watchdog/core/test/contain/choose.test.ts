import { describe, expect, it } from 'vitest';
import { pickContainment, tiers } from '../../src/contain/choose.js';
import type { TierFinding } from '../../src/containment.js';

const findings: readonly TierFinding[] = [
  { tier: 'group', available: true, reason: '' },
  { tier: 'namespace', available: false, reason: 'user namespaces are switched off' },
  { tier: 'keeper', available: true, reason: '' },
  { tier: 'cgroup', available: false, reason: 'no delegated subtree' },
];

describe('pickContainment', () => {
  it('takes the best that there is, and says why not a better one', () => {
    expect(pickContainment(findings, null)).toEqual({
      ok: true,
      containment: {
        tier: 'keeper',
        reason: 'cgroup: no delegated subtree; namespace: user namespaces are switched off',
      },
    });
  });

  it('says nothing of the best', () => {
    expect(pickContainment([{ tier: 'cgroup', available: true, reason: '' }], null)).toEqual({
      ok: true,
      containment: { tier: 'cgroup', reason: '' },
    });
  });

  it('is none where nothing was found', () => {
    expect(pickContainment([], null)).toEqual({ ok: true, containment: { tier: 'none', reason: '' } });
  });

  it('takes the one that is forced, also none', () => {
    for (const tier of ['group', 'none'] as const) {
      expect(pickContainment(findings, tier)).toEqual({
        ok: true,
        containment: { tier, reason: 'forced by configuration' },
      });
    }
  });

  it('refuses a forced one that is not to be had, with the reason', () => {
    expect(pickContainment(findings, 'cgroup')).toMatchObject({
      ok: false,
      error: { code: 'UNSUPPORTED', message: expect.stringContaining('no delegated subtree') },
    });
    expect(pickContainment(findings, 'job')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('not on this platform') },
    });
  });

  it('takes each when none before it is to be had, whatever comes after', () => {
    expect(tiers).toEqual(['cgroup', 'namespace', 'job', 'keeper', 'group', 'none']);
    tiers.forEach((tier, index) => {
      const all = tiers.map((name, at) => {
        const available = at >= index;
        return { tier: name, available, reason: available ? '' : `no ${name}` };
      });
      const before = tiers.slice(0, index).map((name) => `${name}: no ${name}`);
      expect(pickContainment(all, null)).toEqual({
        ok: true,
        containment: { tier, reason: before.join('; ') },
      });
    });
  });
});
