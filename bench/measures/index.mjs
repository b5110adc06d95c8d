import { idle } from './idle.mjs';
import { leftBehind } from './left-behind.mjs';
import { logPump } from './log-pump.mjs';
import { manyBackends } from './many-backends.mjs';
import { recovery } from './recovery.mjs';
import { restarts } from './restarts.mjs';

export const measures = { recovery, leftBehind, idle, restarts, manyBackends, logPump };
