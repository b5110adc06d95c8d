import type { CellRange, Operation } from '../../src/service/api.js';
import { clear, fill, moveRange, pasteRange } from './fake-blocks.js';
import { setChart } from './fake-charts.js';
import { format, merge, setSizes } from './fake-looks.js';
import { type FakeBook, type FakeSheet, newSheet, putCell } from './fake-model.js';
import { touches } from './fake-ranges.js';
import { moveSheetLines } from './fake-structure.js';
import { filter, replace, sort } from './fake-table.js';

export interface Done {
  readonly target?: CellRange;
  readonly count?: number;
}

/** Does one operation of the contract to the book, or throws `{code, message}`. */
export function applyOperation(book: FakeBook, operation: Operation): Done {
  const sheetOf = (index: number): FakeSheet => {
    const sheet = book.sheets[index];
    if (!sheet) throw { code: 'UNKNOWN_SHEET', message: `There is no sheet ${index + 1}.` };
    return sheet;
  };
  switch (operation.kind) {
    case 'setCells':
      for (const { sheet, row, column, input } of operation.edits)
        putCell(sheetOf(sheet), row, column, { input });
      return {};
    case 'clear':
      return clear(sheetOf(operation.range.sheet), operation.range, operation.what);
    case 'pasteText': {
      const { at, rows } = operation;
      rows.forEach((inputs, down) => {
        inputs.forEach((input, across) => {
          putCell(sheetOf(at.sheet), at.row + down, at.column + across, { input });
        });
      });
      const columns = Math.max(1, ...rows.map(({ length }) => length));
      return { target: { sheet: at.sheet, top: at.row, left: at.column, rows: rows.length, columns } };
    }
    case 'pasteRange':
      return pasteRange(sheetOf(operation.source.sheet), sheetOf(operation.target.sheet), operation);
    case 'moveRange':
      return moveRange(sheetOf(operation.source.sheet), sheetOf(operation.to.sheet), operation);
    case 'fill':
      return fill(sheetOf(operation.source.sheet), operation);
    case 'sort':
      return sort(sheetOf(operation.range.sheet), operation);
    case 'replace':
      return replace(sheetOf(operation.sheet), operation.find, operation.replacement);
    case 'insertRows':
    case 'deleteRows':
      moveSheetLines(
        book,
        sheetOf(operation.sheet),
        'row',
        operation.row,
        (operation.kind === 'insertRows' ? 1 : -1) * operation.count,
      );
      return {};
    case 'insertColumns':
    case 'deleteColumns':
      moveSheetLines(
        book,
        sheetOf(operation.sheet),
        'column',
        operation.column,
        (operation.kind === 'insertColumns' ? 1 : -1) * operation.count,
      );
      return {};
    case 'addSheet':
      book.sheets.splice(operation.at, 0, newSheet(operation.name ?? freeName(book)));
      return {};
    case 'renameSheet':
      checkName(book, operation.name);
      sheetOf(operation.sheet).name = operation.name;
      return {};
    case 'moveSheet': {
      const [sheet] = book.sheets.splice(operation.sheet, 1);
      book.sheets.splice(operation.to, 0, sheet!);
      return {};
    }
    case 'deleteSheet':
      keepOneVisible(book, operation.sheet);
      book.sheets.splice(operation.sheet, 1);
      return {};
    case 'showSheet':
      if (!operation.visible) keepOneVisible(book, operation.sheet);
      sheetOf(operation.sheet).visible = operation.visible;
      return {};
    case 'format':
      return format(sheetOf(operation.range.sheet), operation.range, operation.change);
    case 'sizeColumns':
      setSizes(
        sheetOf(operation.sheet).widths,
        operation.column,
        operation.count,
        operation.hidden ? 0 : operation.widthPx,
      );
      return {};
    case 'sizeRows':
      setSizes(
        sheetOf(operation.sheet).heights,
        operation.row,
        operation.count,
        operation.hidden ? 0 : operation.heightPx,
      );
      return {};
    case 'merge':
      return merge(sheetOf(operation.range.sheet), operation.range, operation.across === true);
    case 'unmerge': {
      const sheet = sheetOf(operation.range.sheet);
      sheet.merges = sheet.merges.filter((one) => !touches(one, operation.range));
      return {};
    }
    case 'freeze':
      Object.assign(sheetOf(operation.sheet), {
        frozenRows: operation.rows,
        frozenColumns: operation.columns,
      });
      return {};
    case 'filter':
      return filter(sheetOf(operation.sheet), operation.range, operation.choices);
    case 'several':
      for (const one of operation.operations) applyOperation(book, one);
      return {};
    case 'setChart':
      setChart(book, operation.id, operation.chart);
      return {};
    // What is attached to cells is the real service's, and so are cells that are shifted.
    case 'insertCells':
    case 'deleteCells':
    case 'setRule':
    case 'setLink':
    case 'setNote':
      return {};
  }
}

function freeName(book: FakeBook): string {
  let number = book.sheets.length + 1;
  while (book.sheets.some(({ name }) => name === `Sheet${number}`)) number += 1;
  return `Sheet${number}`;
}

function checkName(book: FakeBook, name: string): void {
  const isBad = name.length === 0 || name.length > 31 || /[:\\/?*[\]]/.test(name);
  if (isBad || book.sheets.some((sheet) => sheet.name === name))
    throw { code: 'INVALID_PARAMS', message: `“${name}” can't be the name of a sheet. Choose another one.` };
}

function keepOneVisible(book: FakeBook, index: number): void {
  if (book.sheets.some((sheet, other) => other !== index && sheet.visible)) return;
  throw { code: 'STRUCTURE_REFUSED', message: 'A workbook needs one visible sheet. Show another one first.' };
}
