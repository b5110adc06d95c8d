import { edit } from './edit.mjs';
import { open } from './open.mjs';
import { recovery } from './recovery.mjs';
import { save } from './save.mjs';
import { scroll } from './scroll.mjs';

export const measures = { open, edit, scroll, recovery, save };
