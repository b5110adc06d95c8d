import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { chooseContainment } from '../src/process/contain.js';
import { readArgv } from './helpers.js';

export const bindingTiers = ['cgroup', 'namespace', 'keeper'] as const;
export type BindingTier = (typeof bindingTiers)[number];

/** Those of this machine. CI has all of them: there, what is missing fails. */
export const tiers: readonly BindingTier[] = bindingTiers.filter((tier) => {
  try {
    chooseContainment(tier);
    return true;
  } catch (error) {
    if (process.env.CI) throw error;
    console.log(`skipped: tier ${tier}. ${(error as Error).message}`);
    return false;
  }
});

export const newToken = () => `token-${randomBytes(8).toString('hex')}`;

/** Whose argv has the token, zombies left out. */
export function findByToken(token: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && readArgv(pid).includes(token));
}
