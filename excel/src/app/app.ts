import type { Status } from '@lifebound/core';
import { computed, effect, signal } from '@preact/signals';
import { BackendMonitor } from '../backend/monitor.js';
import { CellEditor } from '../edits/cell-editor.js';
import { failureOf } from '../edits/edit-queue.js';
import type { ConnectionState, Host } from '../host/host.js';
import type { AppCommand } from '../selection/keyboard.js';
import { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { Notices } from './notices.js';
import { Workbooks } from './workbooks.js';

/** Everything that the UI shows, in one place. Components read signals and call methods. */
export class App {
  readonly host: Host;
  readonly service: Service;
  readonly monitor: BackendMonitor;
  readonly notices = new Notices();
  readonly editor = new CellEditor();
  readonly workbooks: Workbooks;
  readonly panelOpen = signal(false);
  /** The failure dialog gave way to the log; the light still says it. */
  readonly failureSeen = signal(false);
  readonly dropping = signal(false);
  readonly hasEnded = signal(false);
  readonly connection = signal<ConnectionState>('open');
  readonly samplePath = signal<string | null>(null);
  /** Puts the keyboard back on the sheet; set by whatever shows it. */
  focusSheet: () => void = () => {};
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
    this.workbooks = new Workbooks({
      host,
      service: this.service,
      notices: this.notices,
      editor: this.editor,
    });
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
    await this.monitor.start((status) => this.#onStatus(status));
  }

  run(command: AppCommand): void {
    if (this.editor.mode.peek() !== 'ready') {
      // An undo while typing is the text field's own.
      if (command === 'undo' || command === 'redo') return;
      this.editor.commit();
    }
    const session = this.workbooks.active.peek();
    switch (command) {
      case 'open':
        void this.workbooks.pickAndOpen();
        break;
      case 'new':
        void this.workbooks.create();
        break;
      case 'save':
        if (session) void this.workbooks.save(session);
        break;
      case 'saveAs':
        if (session) void this.workbooks.saveAs(session);
        break;
      case 'undo':
        session?.undo();
        break;
      case 'redo':
        session?.redo();
        break;
    }
  }

  async restartBackend(): Promise<void> {
    try {
      await this.host.restart();
    } catch (error) {
      const { code, message } = failureOf(error);
      this.notices.warn(message, code);
    }
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
      const { code, message } = failureOf(error);
      this.notices.warn(message, code);
    }
  }
}
