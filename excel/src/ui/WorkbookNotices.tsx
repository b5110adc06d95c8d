import type { App } from '../app/app.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { Icon } from './icons.js';

/** What the user should know about this workbook as long as it is so, each with what can be done about it. */
export function WorkbookNotices({ app, session }: { app: App; session: WorkbookSession }) {
  const { owner, quarantined, readOnly } = session.info.value;
  return (
    <>
      {owner && (
        <Notice testId="owner-notice" text={ownerText(owner)}>
          <button type="button" class="button small" onClick={() => app.run('saveAs')}>
            {texts.commands.saveAs}
          </button>
          <button type="button" class="button small" onClick={() => void app.saving.takeOver(session)}>
            {texts.takeOver}
          </button>
        </Notice>
      )}
      {quarantined > 0 && (
        <Notice testId="quarantine-notice" text={texts.quarantined(quarantined)}>
          <button
            type="button"
            class="button small"
            onClick={() => {
              app.dialog.value = 'quarantine';
            }}
          >
            {texts.quarantineShow}
          </button>
        </Notice>
      )}
      {readOnly !== null && (
        <Notice testId="read-only-notice" text={readOnly}>
          <button type="button" class="button small" onClick={() => void app.saving.saveCopy(session)}>
            {texts.saveXlsxCopy}
          </button>
        </Notice>
      )}
    </>
  );
}

function ownerText({ user, host, stale }: NonNullable<WorkbookSession['info']['value']['owner']>): string {
  const who = host ? `${user} (${host})` : user;
  return stale ? texts.ownerStale(who) : texts.ownerHasIt(who);
}

interface NoticeProps {
  readonly text: string;
  readonly testId: string;
  readonly children: preact.ComponentChildren;
}

function Notice({ text, testId, children }: NoticeProps) {
  return (
    <div class="notice" role="status" data-testid={testId}>
      <Icon name="warning" />
      <span class="notice-text">{text}</span>
      {children}
    </div>
  );
}
