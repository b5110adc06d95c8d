import { chooseHost } from './host/choose.js';
import { mountApp } from './mount.js';

await mountApp(await chooseHost());
