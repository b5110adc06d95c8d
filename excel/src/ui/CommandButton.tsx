import type { App } from '../app/app.js';
import { type CommandId, isEnabled } from '../commands/command.js';
import { showKeys } from '../commands/key-names.js';
import { commandTable } from '../commands/table.js';
import { texts } from '../texts/texts.js';
import { Icon } from './icons.js';

interface CommandButtonProps {
  readonly app: App;
  readonly id: CommandId;
  /** With its label beside the icon, where there is room. */
  readonly wide?: boolean;
}

/** A command in the toolbar; on and off are pressed and not. */
export function CommandButton({ app, id, wide = false }: CommandButtonProps) {
  const command = commandTable[id];
  const label = texts.commands[id];
  const keys = command.keys?.[0];
  const enabled = isEnabled(app, command);
  return (
    <button
      type="button"
      class="tool"
      aria-label={label}
      aria-pressed={enabled ? command.isOn?.(app) : undefined}
      title={keys ? `${label} (${showKeys(keys)})` : label}
      disabled={!enabled}
      data-testid={`command-${id}`}
      onClick={() => {
        app.run(id);
        // Unless the command has put the keyboard somewhere of its own.
        if (document.activeElement?.closest('.tools')) app.focusSheet();
      }}
    >
      {command.icon && <Icon name={command.icon} />}
      {wide && <span class="label">{label}</span>}
    </button>
  );
}
