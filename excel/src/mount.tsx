import { render } from 'preact';
import { App } from './app/app.js';
import { shortcutOf } from './commands/shortcuts.js';
import type { Host } from './host/host.js';
import './styles/main.css';
import { language } from './texts/texts.js';
import { moveRegion } from './ui/move-region.js';
import { Page } from './ui/Page.js';

/** Shows the app in `#app`, on whatever host. */
export async function mountApp(host: Host): Promise<App> {
  document.documentElement.lang = language;
  const app = new App(host);
  // Before any field sees it: the way on from one part of the window to the next. A dialog is all there is.
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'F6' || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      event.stopPropagation();
      moveRegion(event.shiftKey ? -1 : 1);
    },
    { capture: true },
  );
  // Wherever the focus is; text fields handle their own keys first and stop them.
  document.addEventListener('keydown', (event) => {
    const command = shortcutOf(event, false);
    if (!command) return;
    event.preventDefault();
    app.run(command);
  });
  render(<Page app={app} />, document.querySelector('#app')!);
  await app.start();
  return app;
}
