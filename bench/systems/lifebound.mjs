import { join } from 'node:path';
import { root } from '../../scripts/root.mjs';
import { startProcess } from './process.mjs';

const many = ['--restart', 'always', '--max-restart-attempts', '1000', '--restart-delay', '0'];

export const lifebound = {
  name: 'Lifebound',
  version: 'this checkout',
  whyNot: () => null,
  start(child, env) {
    const command = [
      process.execPath,
      join(root, 'watchdog/node/bin/lifebound.js'),
      'run',
      ...many,
      '--',
      ...child,
    ];
    return startProcess(command, env);
  },
};
