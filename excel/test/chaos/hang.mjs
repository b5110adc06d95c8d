import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from './app.mjs';

const deadlineSeconds = 2;
/** Issue and design: after the deadline of native code, so long until the file is shown. */
const viewWithinMs = 15_000;

/**
 * A file that holds the engine for ever, under the real watchdog: it is shown read-only by the next backend without
 * being asked for again, and what else was open is back. @returns ms after the deadline
 */
export async function runHang({ folder: base, program, poisonedScript, hangingWorkbook, emptyWorkbook }) {
  const folder = mkdtempSync(join(base, 'run-'));
  const other = join(folder, 'other.xlsx');
  cpSync(emptyWorkbook, other);
  const environment = { LIFEBOUND_EXCEL_DEADLINE_SECONDS: String(deadlineSeconds) };
  const app = new App({ program, script: poisonedScript, data: join(folder, 'data'), environment });
  try {
    const { id } = await app.call('workbook/open', { path: other });
    const edits = [{ sheet: 0, row: 1, column: 1, input: '41' }];
    await app.call('cells/set', { workbook: id, key: 'edit', edits });
    const asked = performance.now();
    const info = await app.call('workbook/open', { path: hangingWorkbook });
    const afterDeadlineMs = performance.now() - asked - deadlineSeconds * 1000;
    assert.match(info.readOnly, /in time/);
    assert.ok(
      afterDeadlineMs > 0 && afterDeadlineMs < viewWithinMs,
      `shown ${afterDeadlineMs} ms after the deadline`,
    );
    const cell = await app.call('cell/get', { workbook: id, sheet: 0, row: 1, column: 1 });
    assert.equal(cell.text, '41');
    return Math.round(afterDeadlineMs);
  } catch (error) {
    error.message += `\nlast lines of the app:\n  ${app.lines.slice(-12).join('\n  ')}`;
    throw error;
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
