"""What the engine would read otherwise than Excel, in its own copy of a workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from app.engine.ironcalc_load import load_engine
from app.package.misread import has_misread_cells, plain_cells


def test_an_empty_cell_with_a_style_is_no_zero(tmp_path: Path) -> None:
    path = tmp_path / "styled.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = 5
    sheet["A2"].font = Font(bold=True)
    sheet["A3"] = "=AVERAGE(A1:A2)"
    book.save(path)
    engine = load_engine(path)
    engine.evaluate()
    assert [engine.value(0, row, 1) for row in (1, 2, 3)] == [5, None, 5]


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        (b'<c r="A1" s="4" t="n"/>', b'<c r="A1" s="4"/>'),
        (b'<c r="A1" t="n" s="4" />', b'<c r="A1" s="4" />'),
        (b'<c t="s"></c>', b"<c></c>"),
        (b"<x:c r='A1' t='n'>\n</x:c>", b"<x:c r='A1'>\n</x:c>"),
        (b'<c r="A1" t="n"><v>1</v></c>', None),
        (b'<c r="A1" s="4"/>', None),
        (b'<c r="A1"><f t="shared" si="0"/><v>1</v></c>', None),
        (b'<c r="A1" t="inlineStr"><is><t/></is></c>', None),
    ],
)
def test_only_empty_cells_lose_their_kind(cell: bytes, plain: bytes | None) -> None:
    assert has_misread_cells(cell) == (plain is not None)
    result = cell
    for (start, end), new in sorted(plain_cells(cell), reverse=True):
        result = result[:start] + new + result[end:]
    assert result == (cell if plain is None else plain)
