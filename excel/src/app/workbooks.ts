import { computed, signal } from '@preact/signals';
import { nameCell } from '../cells/address.js';
import type { CellEditor } from '../edits/cell-editor.js';
import { type Failure, failureOf, isAway } from '../edits/edit-queue.js';
import type { Host, PickedWorkbook } from '../host/host.js';
import type { WorkbookInfo } from '../service/api.js';
import type { Service } from '../service/service.js';
import { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import type { Notices } from './notices.js';

interface Parts {
  readonly host: Host;
  readonly service: Service;
  readonly notices: Notices;
  readonly editor: CellEditor;
}

/** So long may the service take to let the workbooks go before the window goes without it. */
const closeGraceMs = 1_000;

/** The open workbooks: opening, saving, closing. Every failure ends in one message, and what is open stays open. */
export class Workbooks {
  readonly sessions = signal<readonly WorkbookSession[]>([]);
  readonly active = signal<WorkbookSession | null>(null);
  /** What is being worked on, in words; `null` when nothing is. */
  readonly busy = signal<string | null>(null);
  readonly unacknowledged = computed(() =>
    this.sessions.value.reduce((sum, one) => sum + one.unacknowledged.value, 0),
  );
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { service } = parts;
    service.onNotify('service/progress', ({ done }) => {
      if (!done) this.busy.value ??= texts.working;
      else if (this.busy.peek() === texts.working) this.busy.value = null;
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

  resyncAll(): void {
    for (const session of this.sessions.peek()) void session.resync();
  }

  async save(session: WorkbookSession): Promise<boolean> {
    const { path, readOnly } = session.info.peek();
    return path === null || readOnly !== null ? this.saveAs(session) : this.#save(session, {});
  }

  async saveAs(session: WorkbookSession): Promise<boolean> {
    const { host, notices } = this.#parts;
    try {
      const suggested = xlsxName(session.info.peek().name);
      const name =
        host.kind === 'browser'
          ? await notices.askText(texts.nameQuestion, texts.fileName, suggested, texts.save, texts.cancel)
          : suggested;
      if (name === null) return false;
      const path = await host.pickSaveTarget(xlsxName(name));
      // The system's dialog has asked about an existing file already.
      return path === null ? false : await this.#save(session, { path, overwrite: host.kind === 'window' });
    } catch (error) {
      this.#tell(failureOf(error));
      return false;
    }
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
    return answer === 'drop' || (answer === 'save' && (await this.save(session)));
  }

  async #save(session: WorkbookSession, target: { path?: string; overwrite?: boolean }): Promise<boolean> {
    const { host, service, notices } = this.#parts;
    const busy = texts.saving(session.info.peek().name);
    this.busy.value = busy;
    try {
      await session.settled();
      const { info } = await service.call('workbook/save', { workbook: session.id, ...target });
      session.info.value = info;
      const delivered = info.path === null ? 'in-place' : await host.deliverSaved(info.path);
      notices.inform(delivered === 'downloaded' ? texts.downloaded(info.name) : texts.savedAt(info.name));
      return true;
    } catch (error) {
      return this.#saveFailed(session, target, failureOf(error));
    } finally {
      if (this.busy.peek() === busy) this.busy.value = null;
    }
  }

  async #saveFailed(session: WorkbookSession, target: { path?: string }, failure: Failure): Promise<boolean> {
    const { notices } = this.#parts;
    if (failure.code === 'CHANGED_ON_DISK' || failure.code === 'FILE_EXISTS') {
      const agreed = await notices.ask(texts.overwriteQuestion, failure.message, [
        { label: texts.cancel, value: false, role: 'plain' },
        { label: texts.replace, value: true, role: 'danger' },
      ]);
      return agreed === true ? this.#save(session, { ...target, overwrite: true }) : false;
    }
    if (isAway(failure)) notices.warn(texts.saveInterrupted, failure.code);
    else this.#tell(failure);
    return false;
  }

  async #adopt(busy: string, name: string, load: () => Promise<WorkbookInfo>): Promise<void> {
    this.busy.value = busy;
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
      if (this.busy.peek() === busy) this.busy.value = null;
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
      onRefused: (edits, failure) => {
        const cell = edits[0] ? nameCell(edits[0]) : info.name;
        this.#parts.notices.warn(texts.editRefused(cell, failure.message), failure.code);
      },
      onFailure: (failure) => this.#tell(failure),
    });
    this.sessions.value = [...this.sessions.peek(), session];
    this.show(session);
  }

  #tell(failure: Failure): void {
    this.#parts.notices.warn(failure.message, failure.code);
  }
}

function xlsxName(name: string): string {
  return /\.xls[xm]$/i.test(name) ? name : `${name.replace(/\.(xls|xlsb|ods)$/i, '')}.xlsx`;
}
