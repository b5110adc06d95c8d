import type { App } from '../app/app.js';
import { MenuBar } from '../menu/MenuBar.js';
import { texts } from '../texts/texts.js';
import { BackendLight } from './BackendLight.js';
import { ColorButton } from './ColorButton.js';
import { CommandButton } from './CommandButton.js';
import { FontSize } from './FontSize.js';
import { NumberFormat } from './NumberFormat.js';
import { WorkbookSwitcher } from './WorkbookSwitcher.js';

/** Two lines: menus, open workbooks and the backend's light; below them what one uses most. */
export function Toolbar({ app }: { app: App }) {
  const session = app.workbooks.active.value;
  return (
    <header class="toolbars">
      <div class="toolbar">
        <MenuBar app={app} />
        <WorkbookSwitcher app={app} />
        <BackendLight app={app} />
      </div>
      <div class="toolbar tools" role="toolbar" aria-label={texts.toolbar} data-region="toolbar">
        <CommandButton app={app} id="new" />
        <CommandButton app={app} id="open" wide />
        <CommandButton app={app} id="save" wide />
        <span class="divider" />
        <CommandButton app={app} id="undo" />
        <CommandButton app={app} id="redo" />
        {session && <FormatTools app={app} />}
      </div>
    </header>
  );
}

function FormatTools({ app }: { app: App }) {
  return (
    <>
      <span class="divider" />
      <FontSize app={app} />
      <CommandButton app={app} id="bold" />
      <CommandButton app={app} id="italic" />
      <CommandButton app={app} id="underline" />
      <ColorButton app={app} what="color" />
      <ColorButton app={app} what="fill" />
      <CommandButton app={app} id="borderAll" />
      <span class="divider" />
      <CommandButton app={app} id="alignLeft" />
      <CommandButton app={app} id="alignCenter" />
      <CommandButton app={app} id="alignRight" />
      <CommandButton app={app} id="wrap" />
      <CommandButton app={app} id="merge" />
      <span class="divider" />
      <NumberFormat app={app} />
      <CommandButton app={app} id="formatPercent" />
      <CommandButton app={app} id="formatCurrency" />
      <CommandButton app={app} id="fewerDecimals" />
      <CommandButton app={app} id="moreDecimals" />
      <span class="divider" />
      <CommandButton app={app} id="autoSum" />
      <CommandButton app={app} id="sortAscending" />
      <CommandButton app={app} id="sortDescending" />
      <CommandButton app={app} id="filter" />
      <CommandButton app={app} id="find" />
      <CommandButton app={app} id="chart" />
      <CommandButton app={app} id="freeze" />
    </>
  );
}
