/**
 * How the operating system holds the backend's tree together, best first (design.md §4). `group` is a bare POSIX
 * process group: it ends a tree on request, but nothing ends the tree when the host itself is killed, save the
 * lifeline (the link sees EOF on stdin).
 */
export type ContainmentTier = 'cgroup' | 'namespace' | 'job' | 'keeper' | 'group' | 'none';

/** One tier as the body found it. */
export interface TierFinding {
  readonly tier: ContainmentTier;
  readonly available: boolean;
  /** Why not, in words for the status; empty when available. */
  readonly reason: string;
}

export interface Containment {
  readonly tier: ContainmentTier;
  /** Why not a better one: the reasons of the better tiers, joined. Empty for the best. */
  readonly reason: string;
}
