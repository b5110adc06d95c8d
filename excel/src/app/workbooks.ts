import { computed, signal } from '@preact/signals';
import { RuleRefusals } from '../attached/rule-refusals.js';
import { nameCell } from '../cells/address.js';
import type { CellEditor } from '../edits/cell-editor.js';
import { type Failure, failureOf, isAway, type KeyedChange } from '../edits/edit-queue.js';
import type { Host, PickedWorkbook } from '../host/host.js';
import type { WorkbookInfo } from '../service/api.js';
import type { Service } from '../service/service.js';
import { typedIn } from '../session/session-edits.js';
import { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import type { InputKeeper } from './input-keeper.js';
import type { Notices } from './notices.js';
import type { Progress } from './progress.js';
import { Quarantine } from './quarantine.js';
import { Recovery } from './recovery.js';
import type { Saving } from './saving.js';

interface Parts {
  readonly host: Host;
  readonly service: Service;
  readonly notices: Notices;
  readonly editor: CellEditor;
  readonly input: InputKeeper;
  readonly progress: Progress;
  readonly saving: Saving;
}

/** So long may the service take to let the workbooks go before the window goes without it. */
const closeGraceMs = 1_000;

/** The open workbooks: opening and closing. Every failure ends in one message, and what is open stays open. */
export class Workbooks {
  readonly sessions = signal<readonly WorkbookSession[]>([]);
  readonly active = signal<WorkbookSession | null>(null);
  readonly unacknowledged = computed(() =>
    this.sessions.value.reduce((sum, one) => sum + one.unacknowledged.value, 0),
  );
  readonly recovery: Recovery;
  readonly quarantine: Quarantine;
  readonly #parts: Parts;
  readonly #refusals: RuleRefusals;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { service } = parts;
    this.recovery = new Recovery(service);
    this.quarantine = new Quarantine(service);
    this.#refusals = new RuleRefusals(parts.notices, parts.editor);
    service.onNotify('workbook/changed', ({ info }) => {
      const session = this.sessions.peek().find(({ id }) => id === info.id);
      if (session && info.revision >= session.info.peek().revision) session.info.value = info;
    });
  }

  hasUnsaved(): boolean {
    return this.sessions.peek().some((one) => one.info.peek().dirty || one.unacknowledged.peek() > 0);
  }

  async pickAndOpen(): Promise<void> {
    try {
      const picked = await this.#parts.host.pickWorkbook();
      if (picked) await this.open(picked);
    } catch (error) {
      this.#tell(failureOf(error));
    }
  }

  open({ name, resolvePath }: PickedWorkbook): Promise<void> {
    return this.#adopt(texts.opening(name), name, async () =>
      this.#parts.service.call('workbook/open', { path: await resolvePath() }),
    );
  }

  openPath(path: string): Promise<void> {
    return this.open({ name: path.split(/[/\\]/).pop() ?? path, resolvePath: async () => path });
  }

  create(): Promise<void> {
    return this.#adopt(texts.creating, '', () => this.#parts.service.call('workbook/new', {}));
  }

  /** What the service has open already: this page was loaded again. */
  async takeUpOpen(): Promise<void> {
    try {
      const { workbooks } = await this.#parts.service.call('workbook/list', {});
      for (const info of workbooks) this.#add(info);
    } catch (error) {
      this.#tell(failureOf(error));
    }
  }

  /** Off: nothing of it is left once the app has ended. */
  async toggleRecovery(session: WorkbookSession): Promise<void> {
    try {
      const params = { workbook: session.id, enabled: !session.info.peek().recovery };
      session.info.value = await this.#parts.service.call('workbook/setRecovery', params);
    } catch (error) {
      this.#tell(failureOf(error));
    }
  }

  openRecovered(id: string): Promise<void> {
    return this.#adopt(texts.working, '', () => this.recovery.open(id));
  }

  resyncAll(): void {
    for (const session of this.sessions.peek()) void session.resync();
  }

  /** @returns whether it is closed: not if the user would rather keep it */
  async close(session: WorkbookSession): Promise<boolean> {
    if (!(await this.#mayDrop(session))) return false;
    try {
      await this.#parts.service.call('workbook/close', { workbook: session.id, discard: true });
    } catch (error) {
      const failure = failureOf(error);
      // With no backend there is nothing left to close there.
      if (!isAway(failure) && failure.code !== 'UNKNOWN_WORKBOOK') {
        this.#tell(failure);
        return false;
      }
    }
    this.#parts.input.forget(session);
    session.close();
    const rest = this.sessions.peek().filter((one) => one !== session);
    this.sessions.value = rest;
    if (this.active.peek() === session) this.active.value = rest.at(-1) ?? null;
    return true;
  }

  /** Before the window goes. @returns whether it may */
  async closeAll(): Promise<boolean> {
    if (this.#parts.editor.mode.peek() !== 'ready') this.#parts.editor.commit();
    for (const session of this.sessions.peek()) if (!(await this.#mayDrop(session))) return false;
    for (const session of this.sessions.peek()) this.#parts.input.forget(session);
    // What is not closed counts as lost by a crash and is brought back at the next start. A backend that is away
    // can't be told, and must not keep the window open.
    const closing = this.sessions
      .peek()
      .map(({ id }) =>
        this.#parts.service.call('workbook/close', { workbook: id, discard: true }).catch(() => null),
      );
    await Promise.race([Promise.all(closing), new Promise((resolve) => setTimeout(resolve, closeGraceMs))]);
    return true;
  }

  show(session: WorkbookSession): void {
    if (session === this.active.peek()) return;
    if (this.#parts.editor.mode.peek() !== 'ready') this.#parts.editor.commit();
    this.active.value = session;
  }

  async #mayDrop(session: WorkbookSession): Promise<boolean> {
    if (!session.info.peek().dirty && session.unacknowledged.peek() === 0) return true;
    this.active.value = session;
    const answer = await this.#parts.notices.ask(
      texts.unsavedQuestion(session.info.peek().name),
      texts.unsavedDetail,
      [
        { label: texts.cancel, value: 'keep' as const, role: 'plain' },
        { label: texts.dontSave, value: 'drop' as const, role: 'danger' },
        { label: texts.save, value: 'save' as const, role: 'primary' },
      ],
    );
    return answer === 'drop' || (answer === 'save' && (await this.#parts.saving.save(session)));
  }

  async #adopt(busy: string, name: string, load: () => Promise<WorkbookInfo>): Promise<void> {
    this.#parts.progress.busy.value = busy;
    try {
      const info = await load();
      this.#add(info);
      if (info.recoveredEdits > 0)
        this.#parts.notices.inform(texts.recovered(info.recoveredEdits, info.name));
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code === 'BACKEND_GONE' && name)
        this.#parts.notices.warn(texts.openInterrupted(name), failure.code);
      else if (isAway(failure)) this.#parts.notices.warn(texts.backendAway, failure.code);
      else this.#tell(failure);
    } finally {
      if (this.#parts.progress.busy.peek() === busy) this.#parts.progress.busy.value = null;
    }
  }

  #add(info: WorkbookInfo): void {
    const known = this.sessions.peek().find((one) => one.id === info.id);
    if (known) {
      known.info.value = info;
      this.show(known);
      return;
    }
    const session = new WorkbookSession(this.#parts.service, info, {
      onRefused: (change, failure) => this.#refused(session, change, failure),
      onDone: (operation, { count }) => {
        if (operation.kind === 'replace') this.#parts.notices.inform(texts.replaced(count ?? 0));
      },
      onFailure: (failure) => this.#tell(failure),
    });
    void session.charts.read();
    this.sessions.value = [...this.sessions.peek(), session];
    this.show(session);
    this.#parts.input.watch(session);
  }

  #refused(session: WorkbookSession, change: KeyedChange, failure: Failure): void {
    const { notices } = this.#parts;
    // Whoever cancelled it has been told.
    if (failure.code === 'CANCELLED') return;
    const isChart = change.kind === 'apply' && change.operation.kind === 'setChart';
    // Charts live on in the page where the service has none.
    if (isChart && failure.code === 'UNKNOWN_METHOD') return;
    const edit = typedIn(change)[0];
    if (edit && failure.code === 'VALIDATION_REFUSED') this.#refusals.add(session, edit, failure);
    else if (edit) notices.warn(texts.editRefused(nameCell(edit), failure.message), failure.code);
    else this.#tell(failure);
    // Set aside: it is offered to be tried again.
    if (failure.code === 'QUARANTINED') void session.resync();
  }

  #tell(failure: Failure): void {
    this.#parts.notices.tell(failure);
  }
}
