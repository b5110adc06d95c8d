import type { Status } from '@lifebound/core';
import { computed, effect, signal } from '@preact/signals';
import { BackendMonitor } from '../backend/monitor.js';
import type { Position } from '../cells/address.js';
import { Clipboard } from '../clipboard/clipboard.js';
import { type CommandId, isEnabled } from '../commands/command.js';
import { commandTable } from '../commands/table.js';
import { CellEditor } from '../edits/cell-editor.js';
import { failureOf } from '../edits/edit-queue.js';
import { FormulaPointer } from '../edits/formula-pointer.js';
import { KeptInput } from '../edits/kept-input.js';
import { Find } from '../find/find.js';
import { FormulaHelp } from '../formulas/formula-help.js';
import type { ConnectionState, Host } from '../host/host.js';
import type { MenuPlace } from '../menu/Menu.js';
import type { MenuEntry } from '../menu/menus.js';
import { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { InputKeeper } from './input-keeper.js';
import { Notices } from './notices.js';
import { Progress } from './progress.js';
import { Saving } from './saving.js';
import { AppSettings } from './settings.js';
import { SheetActions } from './sheets.js';
import { Workbooks } from './workbooks.js';
import { Zoom } from './zoom.js';

export type DialogName =
  | 'commands'
  | 'shortcuts'
  | 'recovery'
  | 'quarantine'
  | 'pasteSpecial'
  | 'note'
  | 'rule';

export interface ContextMenu {
  readonly entries: readonly MenuEntry[];
  readonly place: MenuPlace;
}

/** Everything that the UI shows, in one place. Components read signals and call methods. */
export class App {
  readonly host: Host;
  readonly service: Service;
  readonly monitor: BackendMonitor;
  readonly notices = new Notices();
  readonly editor = new CellEditor();
  readonly pointer = new FormulaPointer(this.editor);
  readonly formulaHelp = new FormulaHelp(this.editor);
  readonly settings: AppSettings;
  readonly progress: Progress;
  readonly saving: Saving;
  readonly workbooks: Workbooks;
  readonly clipboard: Clipboard;
  readonly find: Find;
  readonly zoom = new Zoom();
  readonly sheets = new SheetActions(this);
  readonly dialog = signal<DialogName | null>(null);
  readonly contextMenu = signal<ContextMenu | null>(null);
  /** The column of the filter whose choices are offered. */
  readonly filterMenu = signal<{ readonly column: number; readonly place: MenuPlace } | null>(null);
  /** The cell that is being filled from its list. */
  readonly choiceMenu = signal<{ readonly cell: Position; readonly place: MenuPlace } | null>(null);
  /** Which colours are offered now. */
  readonly palette = signal<'color' | 'fill' | null>(null);
  readonly panelOpen = signal(false);
  /** The failure dialog gave way to the log; the light still says it. */
  readonly failureSeen = signal(false);
  readonly dropping = signal(false);
  readonly hasEnded = signal(false);
  readonly connection = signal<ConnectionState>('open');
  readonly samplePath = signal<string | null>(null);
  /** Puts the keyboard back on the sheet, and fits columns to what is drawn there; set by whatever shows it. */
  focusSheet: () => void = () => {};
  fitColumns: (first: number, last: number) => void = () => {};
  /** Shows the active cell's note, or hides it. @returns whether it has one */
  toggleNote: () => boolean = () => false;
  readonly title = computed(() => {
    const info = this.workbooks.active.value?.info.value;
    return info ? `${info.dirty ? '• ' : ''}${info.name} – ${texts.appName}` : texts.appName;
  });
  #readyGeneration = 0;
  #begun = false;

  constructor(host: Host) {
    this.host = host;
    this.service = new Service(host);
    this.monitor = new BackendMonitor(host);
    this.settings = new AppSettings(this.service, this.notices);
    this.progress = new Progress({
      service: this.service,
      notices: this.notices,
      nameOf: (id) =>
        this.workbooks.sessions
          .peek()
          .find((one) => one.id === id)
          ?.info.peek().name ?? null,
      isReady: () => this.monitor.ready.peek(),
    });
    const { service, notices, editor, progress } = this;
    this.saving = new Saving({ host, service, notices, progress });
    // A window's storage outlives the app as the journal does; a tab's must not stay in the browser.
    const kept = new KeptInput(host.kind === 'window' ? localStorage : sessionStorage);
    const input = new InputKeeper(kept, editor);
    this.workbooks = new Workbooks({ host, service, notices, editor, input, progress, saving: this.saving });
    this.clipboard = new Clipboard(this);
    this.find = new Find(this);
  }

  async start(): Promise<void> {
    effect(() => {
      document.title = this.title.value;
      this.host.setTitle(this.title.value);
    });
    this.host.onConnection((state) => {
      this.connection.value = state;
    });
    this.host.onDrop((event) => {
      this.dropping.value = event.type === 'over';
      if (event.type === 'drop') for (const picked of event.workbooks) void this.workbooks.open(picked);
    });
    this.host.guardClose({
      mayClose: () => this.workbooks.closeAll(),
      hasUnsaved: () => this.workbooks.hasUnsaved(),
    });
    this.progress.start();
    await this.monitor.start((status) => this.#onStatus(status));
  }

  /** What is being typed is committed first; a command that can't be run now does nothing. */
  run(id: CommandId): void {
    const command = commandTable[id];
    if (this.editor.mode.peek() !== 'ready') {
      // An undo while typing is the text field's own.
      if (command.typing === 'text') return;
      this.editor.commit();
    }
    if (!isEnabled(this, command)) return;
    const areas = (this.workbooks.active.peek()?.selection.peek().others.length ?? 0) + 1;
    if (command.areas === 'one' && areas > 1) this.notices.warn(texts.oneArea(texts.commands[id], areas));
    else void command.run(this);
  }

  closeDialog(): void {
    this.dialog.value = null;
    this.focusSheet();
  }

  openPalette(what: 'color' | 'fill'): void {
    this.palette.value = this.palette.peek() === what ? null : what;
  }

  async restartBackend(): Promise<void> {
    try {
      await this.host.restart();
    } catch (error) {
      this.notices.tell(failureOf(error));
    }
  }

  /** What takes so long is given up, and the backend with it, which comes back at once. */
  cancelWork(): void {
    void this.progress.cancel(this.monitor.status.peek()?.generation ?? null);
  }

  showLog(): void {
    this.failureSeen.value = true;
    this.panelOpen.value = true;
  }

  async quit(): Promise<void> {
    if (!(await this.workbooks.closeAll())) return;
    await this.host.quit();
    this.hasEnded.value = true;
  }

  #onStatus(status: Status): void {
    if (status.state !== 'failed') this.failureSeen.value = false;
    if (!status.ready) {
      this.#readyGeneration = 0;
      return;
    }
    if (this.#readyGeneration === status.generation) return;
    this.#readyGeneration = status.generation;
    if (this.#begun) this.workbooks.resyncAll();
    else void this.#begin();
  }

  /** The first time that the backend is ready: what was open before, and what the app was started with. */
  async #begin(): Promise<void> {
    this.#begun = true;
    try {
      this.samplePath.value = await this.host.samplePath();
    } catch {
      // A host without a sample: the empty state does without the button.
      this.samplePath.value = null;
    }
    await this.workbooks.takeUpOpen();
    try {
      for (const path of await this.host.launchPaths()) await this.workbooks.openPath(path);
    } catch (error) {
      this.notices.tell(failureOf(error));
    }
    await Promise.all([this.settings.read(), this.workbooks.recovery.look()]);
    // What a crash left is offered before anybody can forget it; what was left on purpose waits in the menu.
    if (this.workbooks.recovery.interrupted.peek().length > 0) this.dialog.value = 'recovery';
  }
}
