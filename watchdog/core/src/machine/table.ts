import type { EventName } from '../events.js';
import type { State } from '../status.js';
import {
  begin,
  beginAfterwards,
  beginNow,
  endAfterwards,
  endBackoff,
  endNothing,
  endProcess,
  endSearch,
  restartAfterwards,
  restartProcess,
  resumeAfterwards,
  resumeRest,
} from './asks.js';
import { noteHelper, noteNoHelper, takeGoodbye, takeMessage } from './backend-message.js';
import { noteDebugger } from './debugger.js';
import { takeCrash, takeExit, takeLateExit, takeTreeCheck } from './ending.js';
import { noteLife, takeProbe } from './health.js';
import { takeFirstProbe } from './readiness.js';
import { forgetRequest, holdOrRefuse, refuseRequest, sendOrQueue } from './requests.js';
import { ring } from './ring.js';
import { chooseCommand, endLateComer, endStray, failSpawn, greet } from './starting.js';
import type { Step } from './turn.js';

/** Written where nothing is to be done: a missing cell does not compile. */
export function ignore(): void {}

type Row = { readonly [Name in EventName]: Step<Name> };

/** No process and none planned. */
const idle: Row = {
  start: begin,
  stop: endNothing,
  restart: beginNow,
  hold: endNothing,
  resume: resumeRest,
  hostGone: endNothing,
  located: ignore,
  spawned: endStray,
  spawnFailed: takeLateExit,
  message: ignore,
  heard: ignore,
  probed: ignore,
  exited: takeLateExit,
  treeChecked: ignore,
  declared: ignore,
  declareRefused: ignore,
  timer: ignore,
  requested: refuseRequest,
  answered: ignore,
  cancelled: ignore,
  debugger: ignore,
};

/** The body looks at the candidates. */
const locating: Row = {
  ...idle,
  start: ignore,
  stop: endSearch,
  restart: ignore,
  hold: endSearch,
  resume: ignore,
  hostGone: endSearch,
  located: chooseCommand,
  exited: ignore,
  spawnFailed: ignore,
  timer: ring,
  requested: holdOrRefuse,
  cancelled: forgetRequest,
};

/** Spawned or about to be, and not ready. */
const starting: Row = {
  start: ignore,
  stop: endProcess,
  restart: restartProcess,
  hold: endProcess,
  resume: ignore,
  hostGone: endProcess,
  located: ignore,
  spawned: greet,
  spawnFailed: failSpawn,
  message: takeMessage,
  heard: ignore,
  probed: takeFirstProbe,
  exited: takeCrash,
  treeChecked: ignore,
  declared: noteHelper,
  declareRefused: noteNoHelper,
  timer: ring,
  requested: holdOrRefuse,
  answered: ignore,
  cancelled: forgetRequest,
  debugger: noteDebugger,
};

/** It answers. */
const ready: Row = {
  ...starting,
  spawned: ignore,
  spawnFailed: ignore,
  heard: noteLife,
  probed: takeProbe,
  requested: sendOrQueue,
  answered: forgetRequest,
};

/** It missed some checks; any sign of life brings it back. */
const suspect: Row = { ...ready };

/** Asked to end or ended already, its tree not empty yet. */
const stopping: Row = {
  start: beginAfterwards,
  stop: endAfterwards,
  restart: restartAfterwards,
  hold: endAfterwards,
  resume: resumeAfterwards,
  hostGone: endAfterwards,
  located: ignore,
  spawned: endLateComer,
  spawnFailed: failSpawn,
  message: takeGoodbye,
  heard: ignore,
  probed: ignore,
  exited: takeExit,
  treeChecked: takeTreeCheck,
  declared: noteHelper,
  declareRefused: noteNoHelper,
  timer: ring,
  requested: holdOrRefuse,
  answered: forgetRequest,
  cancelled: forgetRequest,
  debugger: ignore,
};

/** Waiting for the next restart. */
const backoff: Row = {
  ...idle,
  spawnFailed: ignore,
  exited: ignore,
  start: beginNow,
  stop: endBackoff,
  hold: endBackoff,
  resume: ignore,
  hostGone: endBackoff,
  timer: ring,
  requested: holdOrRefuse,
  cancelled: forgetRequest,
};

/** Given up: the user has to say what next. */
const failed: Row = { ...idle, resume: ignore };

/** The whole machine: every state × every event. docs/lifecycle.md has it in words; a test compares the two. */
export const table: { readonly [Name in State]: Row } = {
  idle,
  locating,
  starting,
  ready,
  suspect,
  stopping,
  backoff,
  failed,
};
