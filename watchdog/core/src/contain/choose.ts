import type { Containment, ContainmentTier, TierFinding } from '../containment.js';
import type { LifeboundError } from '../errors.js';
import { errors } from '../messages.js';

/** Best first (design.md §4). */
export const tiers: readonly ContainmentTier[] = ['cgroup', 'namespace', 'job', 'keeper', 'group', 'none'];

export type ContainmentResult =
  | { readonly ok: true; readonly containment: Containment }
  | { readonly ok: false; readonly error: LifeboundError };

/** The best tier that the body found, and why not a better one; or the one that is forced, if it can be had. */
export function pickContainment(
  findings: readonly TierFinding[],
  forced: ContainmentTier | null,
): ContainmentResult {
  const found = new Map(findings.map((finding) => [finding.tier, finding]));
  if (forced !== null && forced !== 'none') {
    const finding = found.get(forced);
    if (!finding?.available) {
      return { ok: false, error: errors.tierUnavailable(forced, finding?.reason || 'not on this platform') };
    }
  }
  const tier = forced ?? tiers.find((name) => found.get(name)?.available) ?? 'none';
  const reason = forced === null ? whyNotBetter(tier, found) : 'forced by configuration';
  return { ok: true, containment: { tier, reason } };
}

function whyNotBetter(tier: ContainmentTier, found: ReadonlyMap<ContainmentTier, TierFinding>): string {
  return tiers
    .slice(0, tiers.indexOf(tier))
    .flatMap((name) => found.get(name) ?? [])
    .map((finding) => `${finding.tier}: ${finding.reason}`)
    .join('; ');
}
