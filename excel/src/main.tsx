import { chooseHost } from './host/choose.js';
import { mountApp } from './mount.js';

// No `await` at the top level: a module that waits there when its window is closed keeps WebKit going round in circles,
// and its process outlives the app for ten seconds, busy.
void chooseHost().then(mountApp);
