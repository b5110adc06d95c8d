import type { App } from '../app/app.js';
import { showKeys } from '../commands/key-names.js';
import { commandTable } from '../commands/table.js';
import { commandsOf, menus } from '../menu/menus.js';
import { texts } from '../texts/texts.js';
import { Dialog } from './Dialog.js';

/** The keys of the sheet itself, beside those of the commands. */
const sheetKeys = [
  ['move', ['↑ ↓ ← →']],
  ['jump', ['Ctrl+↑ ↓ ← →']],
  ['extend', ['Shift+↑ ↓ ← →']],
  ['page', ['PageUp', 'PageDown']],
  ['home', ['Home', 'Ctrl+Home', 'Ctrl+End']],
  ['edit', ['F2']],
  ['next', ['Enter', 'Tab']],
  ['lineBreak', ['Alt+Enter']],
  ['fillSelection', ['Ctrl+Enter']],
  ['cancel', ['Escape']],
  ['clear', ['Delete']],
  ['wholeLines', ['Ctrl+Space', 'Shift+Space']],
  ['all', ['Ctrl+A']],
  ['clipboard', ['Ctrl+X', 'Ctrl+C', 'Ctrl+V']],
  ['sheets', ['Ctrl+PageUp', 'Ctrl+PageDown']],
  ['regions', ['F6', 'Shift+F6']],
  ['menu', ['Shift+F10']],
  ['filterMenu', ['Alt+↓']],
] as const;

export function ShortcutsDialog({ app }: { app: App }) {
  const close = () => app.closeDialog();
  return (
    <Dialog title={texts.commands.shortcuts} testId="shortcuts" wide onClose={close}>
      <div class="shortcuts">
        <section>
          <h3>{texts.grid}</h3>
          <dl>
            {sheetKeys.map(([name, keys]) => (
              <Row key={name} label={texts.sheetKeys[name]} keys={keys} />
            ))}
          </dl>
        </section>
        {menus.map(({ name, entries }) => {
          const withKeys = commandsOf(entries).filter((id) => commandTable[id].keys?.length);
          if (withKeys.length === 0) return null;
          return (
            <section key={name}>
              <h3>{texts.menus[name]}</h3>
              <dl>
                {withKeys.map((id) => (
                  <Row key={id} label={texts.commands[id]} keys={commandTable[id].keys!.slice(0, 2)} />
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

function Row({ label, keys }: { label: string; keys: readonly string[] }) {
  return (
    <div class="shortcut">
      <dt>{label}</dt>
      <dd>
        {keys.map((one) => (
          <kbd key={one}>{showKeys(one)}</kbd>
        ))}
      </dd>
    </div>
  );
}
