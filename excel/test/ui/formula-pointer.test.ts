// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { CellEditor } from '../../src/edits/cell-editor.js';
import { FormulaPointer, takesReference } from '../../src/edits/formula-pointer.js';
import { Service } from '../../src/service/service.js';
import { WorkbookSession } from '../../src/session/workbook-session.js';
import { FakeHost } from '../fake/fake-host.js';

/** A cell, A1, in which a text is being typed; `|` is the caret. */
function typing(text: string) {
  const host = new FakeHost();
  const session = new WorkbookSession(new Service(host), host.service.info(), {
    onRefused: () => {},
    onFailure: () => {},
  });
  const editor = new CellEditor();
  const pointer = new FormulaPointer(editor);
  const field = document.createElement('textarea');
  editor.start(session, 'enter', text.replace('|', ''));
  field.value = editor.text.peek();
  field.setSelectionRange(text.indexOf('|'), text.indexOf('|'));
  return { editor, pointer, field };
}

describe('pointing at cells while a formula is typed', () => {
  it.each([
    ['=', 1, true],
    ['=A1', 3, false],
    ['=A1+', 4, true],
    ['=SUM( ', 6, true],
    ['=SUM(A1,', 8, true],
    ['=A1+', 2, false],
    ['a+', 2, false],
    ['', 0, false],
  ])('%j at %d: %s', (text, caret, takes) => {
    expect(takesReference(text, caret)).toBe(takes);
  });

  it('puts in what is pointed at, and replaces it while the pointer moves', () => {
    const { editor, pointer, field } = typing('=SUM(|)*2');
    pointer.point(field, { row: 4, column: 2 });
    pointer.point(field, { row: 4, column: 2 }, { row: 9, column: 3 });
    expect(editor.text.peek()).toBe('=SUM(B4:C9)*2');
    expect(field.selectionStart).toBe('=SUM(B4:C9'.length);
    expect(pointer.target.peek()?.area).toEqual({ top: 4, left: 2, bottom: 9, right: 3 });
  });

  it('goes by arrows from the cell, and with Shift makes an area', () => {
    const { editor, pointer, field } = typing('=|');
    pointer.step(field, 'down', false);
    pointer.step(field, 'right', false);
    expect(editor.text.peek()).toBe('=B2');
    pointer.step(field, 'down', true);
    expect(editor.text.peek()).toBe('=B2:B3');
  });

  it('begins anew after the next operator', () => {
    const { editor, pointer, field } = typing('=|');
    pointer.point(field, { row: 4, column: 2 });
    editor.text.value = `${editor.text.peek()}+`;
    field.value = editor.text.peek();
    pointer.forget();
    expect(pointer.canPoint(field)).toBe(true);
    pointer.point(field, { row: 5, column: 2 });
    expect(editor.text.peek()).toBe('=B4+B5');
  });
});
