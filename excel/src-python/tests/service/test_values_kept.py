"""Values of the file that a change of structure has no reason to touch."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.package.pivot_book import write_pivot_book
from tests.support.service_process import ServiceProcess

# The engine's values differ from these in their last digits.
_FUTURE_VALUE, _LOGARITHM = "2581.40337406012", "1.0413926851582251"


def stored(path: Path, address: str, sheet: int = 1) -> str | None:
    with zipfile.ZipFile(path) as package:
        xml = package.read(f"xl/worksheets/sheet{sheet}.xml").decode()
    cell = re.search(rf'<c r="{address}"[^>]*>.*?</c>', xml)
    assert cell is not None, address
    value = re.search("<v>([^<]*)</v>", cell[0])
    return None if value is None else value[1]


def window(service: ServiceProcess, book: str, sheet: int, row: int, column: int) -> Any:
    area = {"top": row, "left": column, "rows": 1, "columns": 1}
    return service.call("sheet/window", workbook=book, sheet=sheet, **area)["cells"][0]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "digits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row("A1", (-10, 0.06, 10, 200))
        sheet.write_formula("F1", "=LOG10(ABS(A1)+1)", None, float(_LOGARITHM))
        sheet.write_formula("G1", "=-FV(B1/12,C1,D1,500,1)", None, float(_FUTURE_VALUE))
        sheet.write_formula("H1", "=ROW()", None, 1)
        sheet.write_formula("I1", "=A2+1", None, 1)
    return path


def test_last_digits_of_the_file_stay(service: ServiceProcess, path: Path) -> None:
    digits = stored(path, "G1")
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, {"kind": "insertRows", "sheet": 0, "row": 1, "count": 1})
    service.call("workbook/save", workbook=book)
    assert stored(path, "F2") == _LOGARITHM
    assert stored(path, "G2") == digits
    assert stored(path, "H2") == "2"


def test_after_edits_too(service: ServiceProcess, path: Path) -> None:
    digits = stored(path, "G1")
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 2, 1, "41")
    service.apply(book, {"kind": "insertColumns", "sheet": 0, "column": 5, "count": 1})
    service.call("workbook/save", workbook=book)
    assert stored(path, "G1") == _LOGARITHM
    assert stored(path, "H1") == digits
    assert stored(path, "J1") == "42"


def test_a_sheet_moved_and_a_line_inserted_after_edits(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        first, second = workbook.add_worksheet("First"), workbook.add_worksheet("Second")
        first.write_row("A1", (1, 2))
        second.write_formula("A1", "=SUM(First!A1:B1)", None, 3)
        second.write_formula("B1", "=LOG10(11)", None, float(_LOGARITHM))
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "5")
    service.apply(book, {"kind": "moveSheet", "sheet": 1, "to": 0})
    service.set_cell(book, 1, 1, "6", sheet=1)
    service.apply(book, {"kind": "insertRows", "sheet": 0, "row": 1, "count": 2})
    service.call("workbook/save", workbook=book)
    with zipfile.ZipFile(path) as package:
        second_xml = package.read("xl/worksheets/sheet2.xml").decode()
    assert "<f>SUM(First!A1:B1)</f><v>8</v>" in second_xml
    assert f"<f>LOG10(11)</f><v>{_LOGARITHM}</v>" in second_xml


def test_what_a_pivot_table_says_outlives_an_edit(service: ServiceProcess, tmp_path: Path) -> None:
    path = write_pivot_book(tmp_path / "pivot.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    for row, value in ((1, "30"), (2, "60")):
        cell = window(service, book, 1, row, 4)
        assert (cell["text"], cell.get("cached")) == (value, True)
    # Its source is edited: the pivot table says the same until Excel refreshes it.
    service.set_cell(book, 2, 3, "100")
    assert window(service, book, 1, 1, 4)["text"] == "30"
    service.apply(book, {"kind": "insertRows", "sheet": 1, "row": 1, "count": 1})
    assert window(service, book, 1, 2, 4) | {"style": 0} == {
        "row": 2, "column": 4, "text": "30", "kind": "number", "cached": True, "style": 0,
    }  # fmt: skip
    service.call("workbook/save", workbook=book)
    assert stored(path, "D2", sheet=2) == "30"
    assert stored(path, "D3", sheet=2) == "60"


@pytest.mark.parametrize("area", ["C1:D1", "C1:D1048576"])
def test_values_that_a_conditional_format_asks_for(service: ServiceProcess, tmp_path: Path, area: str) -> None:
    # The engine computes them while it loads the file, so that what the file had is not seen in it any more.
    path = tmp_path / "rules.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Data")
        sheet.write_row("A1", (1, 2))
        sheet.write_formula("C1", "=A1*2", None, 2)
        sheet.write_formula("D1", '=GETPIVOTDATA("Amount",F1)', None, 30)
        sheet.conditional_format(area, {"type": "cell", "criteria": ">", "value": 5})
    book = service.call("workbook/open", path=str(path))["id"]
    shown = window(service, book, 0, 1, 4)
    assert (shown["text"], shown.get("cached")) == ("30", True)
    service.set_cell(book, 1, 1, "5")
    service.apply(book, {"kind": "insertRows", "sheet": 0, "row": 1, "count": 1})
    service.call("workbook/save", workbook=book)
    assert stored(path, "C2") == "10"
    assert stored(path, "D2") == "30"
