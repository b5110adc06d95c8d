import { type Containment, type ContainmentTier, pickContainment, type TierFinding } from '@lifebound/core';
import { LifeboundFailure } from '../failure.js';
import { explain } from './launch.js';
import { isLinux, isWindows } from './platform.js';
import type { ContainedProcess, SpawnRequest, Tier } from './tier.js';
import { cgroup } from './tiers/cgroup.js';
import { group } from './tiers/group.js';
import { job } from './tiers/job.windows.js';
import { keeper } from './tiers/keeper.js';
import { namespace } from './tiers/namespace.js';
import { taskkill } from './tiers/taskkill.windows.js';

const tiers: readonly Tier[] = isWindows
  ? [job, taskkill]
  : [...(isLinux ? [cgroup, namespace] : []), keeper, group];

/** Nothing of this changes while a process lives, and each look starts one. */
let findings: readonly TierFinding[] | null = null;

function find(): readonly TierFinding[] {
  findings ??= tiers.map((tier) => ({ tier: tier.name, ...tier.probe() }));
  return findings;
}

/**
 * The best tier that this machine has, or the one that is forced.
 * @throws LifeboundFailure UNSUPPORTED when that can't be had
 */
export function chooseContainment(forced: ContainmentTier | null): Containment {
  const picked = pickContainment(find(), forced);
  if (!picked.ok) throw LifeboundFailure.from(picked.error);
  return picked.containment;
}

/** Rejects with a short reason such as `permission denied`. */
export async function startContained(
  name: ContainmentTier,
  request: SpawnRequest,
): Promise<ContainedProcess> {
  // Forced to `none`, the group is still what a stop ends.
  const tier = tiers.find((one) => one.name === name) ?? tiers.at(-1)!;
  try {
    return await tier.start(request);
  } catch (error) {
    throw new Error(explain(error as NodeJS.ErrnoException, request));
  }
}
