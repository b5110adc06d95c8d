import type { App } from '../app/app.js';
import { SheetView } from '../grid/SheetView.js';
import { texts } from '../texts/texts.js';
import { Banner } from './Banner.js';
import { EmptyState } from './EmptyState.js';
import { FailedDialog } from './FailedDialog.js';
import { FormulaBar } from './FormulaBar.js';
import { Messages } from './Messages.js';
import { QuestionDialog } from './QuestionDialog.js';
import { StatusBar } from './StatusBar.js';
import { Toolbar } from './Toolbar.js';

export function Page({ app }: { app: App }) {
  const session = app.workbooks.active.value;
  const question = app.notices.question.value;
  if (app.hasEnded.value) return <p class="ended">{texts.hasEnded}</p>;
  const failed = app.monitor.status.value?.state === 'failed' && !app.failureSeen.value;
  return (
    <div class="page">
      <Toolbar app={app} />
      <Banner app={app} />
      {session ? (
        <>
          <FormulaBar key={`bar ${session.id}`} app={app} session={session} />
          <SheetView key={session.id} app={app} session={session} />
          <StatusBar app={app} session={session} />
        </>
      ) : (
        <EmptyState app={app} />
      )}
      {app.dropping.value && <div class="drop-here">{texts.dropHere}</div>}
      <Messages notices={app.notices} />
      {question && (
        <QuestionDialog key={question.title} question={question} onDone={() => app.focusSheet()} />
      )}
      {failed && <FailedDialog app={app} />}
    </div>
  );
}
