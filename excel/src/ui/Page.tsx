import type { App } from '../app/app.js';
import { ChoiceMenu } from '../attached/ChoiceMenu.js';
import { NoteDialog } from '../attached/NoteDialog.js';
import { RuleDialog } from '../attached/RuleDialog.js';
import { FindBar } from '../find/FindBar.js';
import { SheetView } from '../grid/SheetView.js';
import { Menu } from '../menu/Menu.js';
import { texts } from '../texts/texts.js';
import { Banner } from './Banner.js';
import { CommandSearch } from './CommandSearch.js';
import { EmptyState } from './EmptyState.js';
import { FailedDialog } from './FailedDialog.js';
import { FilterMenu } from './FilterMenu.js';
import { FormulaBar } from './FormulaBar.js';
import { FormulaHelp } from './FormulaHelp.js';
import { Messages } from './Messages.js';
import { PasteSpecialDialog } from './PasteSpecialDialog.js';
import { QuarantineDialog } from './QuarantineDialog.js';
import { QuestionDialog } from './QuestionDialog.js';
import { RecoveryDialog } from './RecoveryDialog.js';
import { ShortcutsDialog } from './ShortcutsDialog.js';
import { StatusBar } from './StatusBar.js';
import { Toolbar } from './Toolbar.js';
import { WorkbookNotices } from './WorkbookNotices.js';

export function Page({ app }: { app: App }) {
  const session = app.workbooks.active.value;
  const question = app.notices.question.value;
  const contextMenu = app.contextMenu.value;
  const filterMenu = app.filterMenu.value;
  const choiceMenu = app.choiceMenu.value;
  const dialog = app.dialog.value;
  if (app.hasEnded.value) return <p class="ended">{texts.hasEnded}</p>;
  const failed = app.monitor.status.value?.state === 'failed' && !app.failureSeen.value;
  return (
    <div class="page">
      <Toolbar app={app} />
      <Banner app={app} />
      {session ? (
        <>
          <WorkbookNotices app={app} session={session} />
          <FormulaBar key={`bar ${session.id}`} app={app} session={session} />
          <main class="sheet-place">
            <SheetView key={session.id} app={app} session={session} />
            {app.find.mode.value !== null && <FindBar app={app} />}
          </main>
          <StatusBar app={app} session={session} />
        </>
      ) : (
        <EmptyState app={app} />
      )}
      {session && <FormulaHelp app={app} />}
      {app.dropping.value && <div class="drop-here">{texts.dropHere}</div>}
      <Messages notices={app.notices} />
      {contextMenu && (
        <Menu
          app={app}
          label={texts.menu}
          entries={contextMenu.entries}
          place={contextMenu.place}
          onClose={() => {
            app.contextMenu.value = null;
          }}
        />
      )}
      {session && filterMenu && (
        <FilterMenu key={filterMenu.column} app={app} session={session} {...filterMenu} />
      )}
      {session && choiceMenu && <ChoiceMenu app={app} session={session} {...choiceMenu} />}
      {dialog === 'commands' && <CommandSearch app={app} />}
      {dialog === 'pasteSpecial' && session && <PasteSpecialDialog app={app} />}
      {dialog === 'note' && session && <NoteDialog app={app} session={session} />}
      {dialog === 'rule' && session && <RuleDialog app={app} session={session} />}
      {dialog === 'shortcuts' && <ShortcutsDialog app={app} />}
      {dialog === 'recovery' && <RecoveryDialog app={app} />}
      {dialog === 'quarantine' && session && <QuarantineDialog app={app} session={session} />}
      {question && (
        <QuestionDialog key={question.title} question={question} onDone={() => app.focusSheet()} />
      )}
      {failed && <FailedDialog app={app} />}
    </div>
  );
}
