import { join } from 'node:path';
import { root } from '../../../scripts/root.mjs';

export { venvPython } from '../../../scripts/setup/steps.mjs';
export const excelRoom = join(root, 'excel');
export const serviceRoom = join(excelRoom, 'src-python');
