import { mountApp } from '../../src/mount.js';
import { FakeHost } from './fake-host.js';

const host = new FakeHost();
const asked = new URLSearchParams(location.search);
if (asked.has('empty')) host.launch = [];
Object.assign(globalThis, { host, app: await mountApp(host) });
