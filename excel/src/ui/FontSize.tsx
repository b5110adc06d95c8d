import type { App } from '../app/app.js';
import { format } from '../commands/format-commands.js';
import { texts } from '../texts/texts.js';

const sizes = [8, 9, 10, 11, 12, 14, 16, 18, 20, 24, 28, 36, 48, 72];
/** Excel's own, where the workbook says nothing else. */
const usual = 11;

export function FontSize({ app }: { app: App }) {
  const session = app.workbooks.active.value!;
  void session.painted.value;
  const { row, column } = session.selection.value.active;
  const size = session.cell(row, column).view?.style?.fontSizePt ?? usual;
  return (
    <select
      class="tool-select"
      aria-label={texts.fontSize}
      title={texts.fontSize}
      data-testid="font-size"
      disabled={session.info.value.readOnly !== null}
      value={String(size)}
      onChange={(event) => {
        format(app, { fontSizePt: Number(event.currentTarget.value) });
        app.focusSheet();
      }}
    >
      {(sizes.includes(size) ? sizes : [...sizes, size].sort((a, b) => a - b)).map((one) => (
        <option key={one} value={String(one)}>
          {one}
        </option>
      ))}
    </select>
  );
}
