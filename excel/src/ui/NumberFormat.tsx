import type { App } from '../app/app.js';
import { isEnabled } from '../commands/command.js';
import { commandTable } from '../commands/table.js';
import { numberFormats } from '../menu/menus.js';
import { texts } from '../texts/texts.js';

/** A list that does what is chosen and shows no state: a cell's own format may be none of these. */
export function NumberFormat({ app }: { app: App }) {
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
        app.focusSheet();
      }}
    >
      <option value="" hidden>
        {texts.menus.number}
      </option>
      {numberFormats.map((id) => (
        <option key={id} value={id}>
          {texts.commands[id]}
        </option>
      ))}
    </select>
  );
}
