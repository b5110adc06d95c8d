export type { Cause, CauseKind } from './cause.js';
export type * from './client.js';
export * from './config.js';
export { type ContainmentResult, pickContainment } from './contain/choose.js';
export { programPidInNamespace } from './contain/scripts.js';
export { type Binding, type Command, keeperOf, wrap } from './contain/wrap.js';
export type * from './containment.js';
export type * from './effects.js';
export { backendEnvironment, type EnvironmentChange } from './environment.js';
export * from './errors.js';
export type * from './events.js';
export * from './exit-status.js';
export { type Choice, choose } from './locate/choose.js';
export { allCandidates, type SearchPlan, searchPlan } from './locate/search-plan.js';
export { createMachine, type Machine } from './machine/machine.js';
export { type StepResult, step } from './machine/step.js';
export { errors, formatLogLine } from './messages.js';
export { versionFits } from './protocol/version-fits.js';
export * from './protocol.js';
export type * from './status.js';
export { statusOf } from './status-of.js';
export {
  judgeRecord,
  type ProcessKey,
  parseRecord,
  type RecordFacts,
  type RunRecord,
  type Verdict,
} from './sweep/record.js';
export { type ConfigResult, validateConfig } from './validate-config.js';
export { lifeboundVersion } from './version.js';
