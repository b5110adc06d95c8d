"""Values of many formulas written at once: the bytes that are written one by one."""

from __future__ import annotations

import random
import re

import pytest
from tests.package.books import MAIN
from tests.package.test_plain_sheet import _cell

from app.engine.port import CellError
from app.package import sheet_patch
from app.package.cell_xml import CellChange
from app.package.plain_sheet import find_rows
from app.package.sheet_patch import patch_sheet

_ROWS, _COLUMNS = 40, 6
_VALUES = (1.0, 0.1, True, "text", " blank ", "a < b & c", CellError("#REF!"), CellError("#SPILL!"), None, float("inf"))


@pytest.mark.parametrize("seed", range(30))
def test_as_one_by_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    rows = []
    for row in range(1, _ROWS + 1):
        cells = "".join(_cell(dice, row, column) for column in range(1, _COLUMNS + 1))
        rows.append(f'<row r="{row}">{cells}</row>' if cells else f'<row r="{row}"/>')
    rows[3] = '<row r="4"><!-- x --><c r="A4"><f>1</f><v>1</v></c></row>' if seed % 5 == 0 else rows[3]
    data = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'.encode()
    sheet = find_rows(data.replace(b"<!-- x -->", b"          "))
    assert sheet is not None
    changes = {(dice.randint(1, _ROWS), dice.randint(1, _COLUMNS)): CellChange(dice.choice(_VALUES)) for _ in range(80)}
    if seed % 2:
        changes[dice.randint(1, _ROWS), 2] = CellChange(5.0, replaces=True)
    at_once = b"".join(patch_sheet(data, sheet.scan, changes, lambda style, _: style))
    counts = []

    def one_by_one(*_: object) -> None:
        counts.append(1)

    monkeypatch.setattr(sheet_patch, "patch_values", one_by_one)
    assert at_once == b"".join(patch_sheet(data, sheet.scan, changes, lambda style, _: style))
    assert counts


@pytest.mark.parametrize(
    "row",
    [
        # Cells of the row below, and of a comment, are none of this row's.
        '<row r="1"/><row r="2"><c r="A1"><f>1</f><v>1</v></c><c r="A2"><f>1</f><v>1</v></c></row>',
        '<row r="1"/><row r="2"><c r="A2"><f>1</f><v>1</v></c></row>',
        '<row r="1"><!--<c r="A1"><f>1</f><v>1</v></c>--><c r="A1"><f>2</f><v>2</v></c></row>',
        '<row r="1"><!--<c r="A1"><f>1</f><v>1</v></c>--></row>',
    ],
)
def test_cells_of_the_row_itself(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'.encode()
    sheet = find_rows(re.sub(rb"<!--.*?-->", lambda match: b" " * len(match[0]), data))
    assert sheet is not None
    changes = {(1, 1): CellChange(7.0)}
    at_once = b"".join(patch_sheet(data, sheet.scan, changes, lambda style, _: style))
    monkeypatch.setattr(sheet_patch, "patch_values", lambda *_: None)
    assert at_once == b"".join(patch_sheet(data, sheet.scan, changes, lambda style, _: style))
