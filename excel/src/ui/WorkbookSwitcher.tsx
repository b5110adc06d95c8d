import type { App } from '../app/app.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { Icon } from './icons.js';

/** The open workbooks, as tabs in the title line. */
export function WorkbookSwitcher({ app }: { app: App }) {
  const { sessions, active } = app.workbooks;
  return (
    <nav class="workbooks" aria-label={texts.workbooks}>
      {sessions.value.map((session) => (
        <WorkbookTab key={session.id} app={app} session={session} isActive={active.value === session} />
      ))}
    </nav>
  );
}

function WorkbookTab({ app, session, isActive }: { app: App; session: WorkbookSession; isActive: boolean }) {
  const { name, path, dirty, readOnly } = session.info.value;
  const unsaved = dirty || session.unacknowledged.value > 0;
  return (
    <span class={`workbook ${isActive ? 'active' : ''}`} data-testid="workbook" data-dirty={unsaved}>
      <button
        type="button"
        class="workbook-name"
        aria-current={isActive ? 'page' : undefined}
        title={readOnly ?? path ?? name}
        onClick={() => {
          app.workbooks.show(session);
          app.focusSheet();
        }}
      >
        {readOnly !== null && <Icon name="lock" />}
        <span class="label">{name}</span>
        {unsaved && <span class="dirty" title={texts.unsaved} role="img" aria-label={texts.unsaved} />}
      </button>
      <button
        type="button"
        class="workbook-close"
        aria-label={texts.closeWorkbook(name)}
        title={texts.close}
        onClick={() => void app.workbooks.close(session)}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}
