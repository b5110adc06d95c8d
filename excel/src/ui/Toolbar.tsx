import type { ComponentChildren } from 'preact';
import type { App } from '../app/app.js';
import type { AppCommand } from '../selection/keyboard.js';
import { texts } from '../texts/texts.js';
import { BackendLight } from './BackendLight.js';
import { Icon, type IconName } from './icons.js';
import { WorkbookSwitcher } from './WorkbookSwitcher.js';

const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');
const primary = isMac ? '⌘' : 'Ctrl+';

export function Toolbar({ app }: { app: App }) {
  const session = app.workbooks.active.value;
  const info = session?.info.value;
  const waiting = (session?.unacknowledged.value ?? 0) > 0;
  return (
    <div class="toolbar" role="toolbar" aria-label={texts.toolbar} data-region="toolbar">
      <Command app={app} run="new" icon="new" label={texts.newWorkbook} keys={`${primary}N`} />
      <Command app={app} run="open" icon="open" label={texts.open} keys={`${primary}O`} wide />
      <Command
        app={app}
        run="save"
        icon="save"
        label={texts.save}
        keys={`${primary}S`}
        disabled={!info || info.readOnly !== null}
        wide
      />
      <Command app={app} run="saveAs" icon="saveAs" label={texts.saveAs} keys="F12" disabled={!info} />
      <span class="divider" />
      <Command
        app={app}
        run="undo"
        icon="undo"
        label={texts.undo}
        keys={`${primary}Z`}
        disabled={!info || info.readOnly !== null || !(info.canUndo || waiting)}
      />
      <Command
        app={app}
        run="redo"
        icon="redo"
        label={texts.redo}
        keys={`${primary}Y`}
        disabled={!info || info.readOnly !== null || !info.canRedo}
      />
      <WorkbookSwitcher app={app} />
      <BackendLight app={app} />
    </div>
  );
}

interface CommandProps {
  readonly app: App;
  readonly run: AppCommand;
  readonly icon: IconName;
  readonly label: string;
  readonly keys: string;
  readonly disabled?: boolean;
  /** With its label beside the icon, where there is room. */
  readonly wide?: boolean;
}

function Command({ app, run, icon, label, keys, disabled = false, wide = false }: CommandProps) {
  const act = () => {
    app.run(run);
    app.focusSheet();
  };
  return (
    <ToolButton
      label={label}
      title={`${label} (${keys})`}
      disabled={disabled}
      onClick={act}
      testId={`command-${run}`}
    >
      <Icon name={icon} />
      {wide && <span class="label">{label}</span>}
    </ToolButton>
  );
}

interface ToolButtonProps {
  readonly label: string;
  readonly title: string;
  readonly disabled?: boolean;
  readonly testId: string;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

function ToolButton({ label, title, disabled = false, testId, onClick, children }: ToolButtonProps) {
  return (
    <button
      type="button"
      class="tool"
      aria-label={label}
      title={title}
      disabled={disabled}
      onClick={onClick}
      data-testid={testId}
    >
      {children}
    </button>
  );
}
