import type { App } from '../app/app.js';
import { kindOfFormat } from '../cells/number-format.js';
import { isEnabled } from '../commands/command.js';
import { activeStyle } from '../commands/format-commands.js';
import { commandTable } from '../commands/table.js';
import { numberFormats } from '../menu/menus.js';
import { texts } from '../texts/texts.js';

/** What the active cell's format is for, and a list of others. */
export function NumberFormat({ app }: { app: App }) {
  const kind = kindOfFormat(activeStyle(app).numberFormat);
  return (
    <select
      class="tool-select"
      aria-label={texts.numberFormat}
      title={texts.numberFormat}
      data-testid="number-format"
      disabled={!isEnabled(app, commandTable.formatGeneral)}
      value=""
      onChange={(event) => {
        const id = numberFormats.find((one) => one === event.currentTarget.value);
        event.currentTarget.value = '';
        if (id) app.run(id);
        if (app.notices.question.peek() === null) app.focusSheet();
      }}
    >
      <option value="" hidden>
        {texts.formatKinds[kind]}
      </option>
      {numberFormats.map((id) => (
        <option key={id} value={id}>
          {texts.commands[id]}
        </option>
      ))}
    </select>
  );
}
