import { type Failure, failureOf, isAway } from '../edits/edit-queue.js';
import type { Host } from '../host/host.js';
import type { Service } from '../service/service.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import type { Notices } from './notices.js';
import type { Progress } from './progress.js';

interface Parts {
  readonly host: Host;
  readonly service: Service;
  readonly notices: Notices;
  readonly progress: Progress;
}

/** Saving, under the same name or another. Whatever goes wrong is one message or one question, and nothing is lost. */
export class Saving {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async save(session: WorkbookSession): Promise<boolean> {
    const { path, readOnly } = session.info.peek();
    return path === null || readOnly !== null ? this.saveAs(session) : this.#save(session, {});
  }

  /** The shown sheet, as another file: the workbook stays what it is. */
  async saveCsv(session: WorkbookSession): Promise<void> {
    const sheet = session.sheet.peek();
    const stem = session.info.peek().name.replace(/\.\w+$/, '');
    const several = session.info.peek().sheets.length > 1;
    // A sheet may be called what no file can.
    const name = `${several ? `${stem} ${session.info.peek().sheets[sheet]!.name}` : stem}.csv`.replace(
      /[<>:"/\\|?*]/g,
      '_',
    );
    await this.#export(name, async (path, overwrite) => {
      await session.settled();
      const params = { workbook: session.id, path, sheet, overwrite };
      const { guarded } = await this.#parts.service.call('workbook/exportCsv', params);
      if (guarded > 0) this.#parts.notices.inform(texts.csvGuarded(guarded));
    });
  }

  /** All but what was set aside, as another file. */
  async saveCopy(session: WorkbookSession): Promise<void> {
    const { name, readOnly } = session.info.peek();
    const suggested = readOnly === null ? texts.copyName(xlsxName(name)) : xlsxName(name);
    await this.#export(suggested, async (path, overwrite) => {
      await this.#parts.service.call('workbook/saveCopy', { workbook: session.id, path, overwrite });
    });
  }

  async takeOver(session: WorkbookSession): Promise<void> {
    try {
      session.info.value = await this.#parts.service.call('workbook/takeOver', { workbook: session.id });
    } catch (error) {
      this.#tell(failureOf(error));
    }
  }

  async saveAs(session: WorkbookSession): Promise<boolean> {
    const { host } = this.#parts;
    try {
      const path = await this.#askTarget(xlsxName(session.info.peek().name), xlsxName);
      // The system's dialog has asked about an existing file already.
      return path === null ? false : await this.#save(session, { path, overwrite: host.kind === 'window' });
    } catch (error) {
      this.#tell(failureOf(error));
      return false;
    }
  }

  /** In the browser we ask for the name, in the window the system's dialog does. `null`: cancelled. */
  async #askTarget(suggested: string, complete: (name: string) => string): Promise<string | null> {
    const { host, notices } = this.#parts;
    const name =
      host.kind === 'browser'
        ? await notices.askText(texts.nameQuestion, texts.fileName, suggested, texts.save, texts.cancel)
        : suggested;
    return name === null ? null : host.pickSaveTarget(complete(name));
  }

  async #export(
    suggested: string,
    write: (path: string, overwrite: boolean) => Promise<void>,
  ): Promise<void> {
    const { host, notices } = this.#parts;
    const extension = suggested.slice(suggested.lastIndexOf('.'));
    try {
      const path = await this.#askTarget(suggested, (name) =>
        name.toLowerCase().endsWith(extension) ? name : `${name}${extension}`,
      );
      if (path === null) return;
      await this.#replacing(write, path, host.kind === 'window');
      const delivered = await host.deliverSaved(path);
      const name = path.split(/[/\\]/).pop()!;
      notices.inform(delivered === 'downloaded' ? texts.downloaded(name) : texts.savedAt(name));
    } catch (error) {
      this.#tell(failureOf(error));
    }
  }

  /** Asks before a file is replaced that is there already. */
  async #replacing(
    write: (path: string, overwrite: boolean) => Promise<void>,
    path: string,
    overwrite: boolean,
  ): Promise<void> {
    try {
      await write(path, overwrite);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code !== 'FILE_EXISTS') throw error;
      if (!(await this.#mayReplace(failure))) throw { code: 'CANCELLED', message: texts.cancel };
      await write(path, true);
    }
  }

  async #mayReplace(failure: Failure): Promise<boolean> {
    const agreed = await this.#parts.notices.ask(texts.overwriteQuestion, failure.message, [
      { label: texts.cancel, value: false, role: 'plain' },
      { label: texts.replace, value: true, role: 'danger' },
    ]);
    return agreed === true;
  }

  async #save(session: WorkbookSession, target: { path?: string; overwrite?: boolean }): Promise<boolean> {
    const { host, service, notices } = this.#parts;
    const busy = texts.saving(session.info.peek().name);
    this.#parts.progress.busy.value = busy;
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
      if (this.#parts.progress.busy.peek() === busy) this.#parts.progress.busy.value = null;
    }
  }

  async #saveFailed(session: WorkbookSession, target: { path?: string }, failure: Failure): Promise<boolean> {
    const { notices } = this.#parts;
    if (failure.code === 'FILE_EXISTS')
      return (await this.#mayReplace(failure)) && this.#save(session, { ...target, overwrite: true });
    if (failure.code === 'CHANGED_ON_DISK') {
      const answer = await notices.ask(texts.changedOnDiskQuestion, failure.message, [
        { label: texts.cancel, value: 'keep' as const, role: 'plain' },
        { label: texts.replace, value: 'replace' as const, role: 'danger' },
        { label: texts.commands.saveAs, value: 'other' as const, role: 'primary' },
      ]);
      if (answer === 'other') return this.saveAs(session);
      return answer === 'replace' && this.#save(session, { ...target, overwrite: true });
    }
    if (failure.code === 'FILE_IN_USE') {
      const answer = await notices.ask(texts.inUseQuestion, failure.message, [
        { label: texts.cancel, value: 'keep' as const, role: 'plain' },
        { label: texts.takeOver, value: 'take' as const, role: 'danger' },
        { label: texts.commands.saveAs, value: 'other' as const, role: 'primary' },
      ]);
      if (answer === 'other') return this.saveAs(session);
      if (answer !== 'take') return false;
      await this.takeOver(session);
      return session.info.peek().owner === null && this.#save(session, target);
    }
    if (isAway(failure)) notices.warn(texts.saveInterrupted, failure.code);
    else this.#tell(failure);
    return false;
  }

  #tell(failure: Failure): void {
    this.#parts.notices.tell(failure);
  }
}

function xlsxName(name: string): string {
  return /\.xls[xm]$/i.test(name) ? name : `${name.replace(/\.(xls|xlsb|ods)$/i, '')}.xlsx`;
}
