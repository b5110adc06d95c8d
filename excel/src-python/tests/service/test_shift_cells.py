"""Cells inserted and deleted in a part of a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from tests.service.test_lines import inputs
from tests.service.test_tables import make_table
from tests.support.service_process import CallFailed, ServiceProcess


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet, other = workbook.add_worksheet("A"), workbook.add_worksheet("B")
        bold = workbook.add_format({"bold": True})
        for row in range(5):
            sheet.write_row(row, 0, [row + 1, 10 * (row + 1)], bold if row == 1 else None)
        sheet.write_formula("D1", "=SUM(A1:A5)", None, 15)
        sheet.write_formula("D2", "=SUM(A1:B5)", None, 165)
        sheet.write_formula("D3", "=A4", None, 4)
        other.write_formula("A1", "=A!$A$5+A!B5", None, 55)
        workbook.define_name("last", "=A!$A$5")
        sheet.data_validation("A4", {"validate": "integer", "criteria": ">", "value": 0})
    return tmp_path / "a.xlsx"


@pytest.fixture
def book(service: ServiceProcess, path: Path) -> str:
    identity: str = service.call("workbook/open", path=str(path))["id"]
    return identity


def shift(kind: str, way: str, area: tuple[int, int, int, int]) -> dict[str, Any]:
    top, left, rows, columns = area
    block = {"sheet": 0, "top": top, "left": left, "rows": rows, "columns": columns}
    return {"kind": kind, "range": block, "shift": way}


def test_down(service: ServiceProcess, book: str, path: Path) -> None:
    service.apply(book, shift("insertCells", "down", (3, 1, 2, 1)))
    assert inputs(service, book, 0, *((row, 1) for row in range(1, 8))) == ["1", "2", "", "", "3", "4", "5"]
    assert inputs(service, book, 0, (5, 2), (1, 4), (2, 4), (3, 4)) == ["50", "=SUM(A1:A7)", "=SUM(A1:B5)", "=A6"]
    assert service.text(book, 1, 1, sheet=1) == "55"
    service.call("workbook/save", workbook=book)
    read = openpyxl.load_workbook(path)
    assert read["B"]["A1"].value == "=A!$A$7+A!B5"
    assert read.defined_names["last"].attr_text == "A!$A$7"
    assert str(read["A"].data_validations.dataValidation[0].sqref) == "A6"
    assert [read["A"][cell].font.b for cell in ("A2", "A3", "A5")] == [True, True, False]
    service.undo(book)
    assert inputs(service, book, 0, (3, 1), (5, 1), (1, 4)) == ["3", "5", "=SUM(A1:A5)"]


def test_up(service: ServiceProcess, book: str) -> None:
    service.apply(book, shift("deleteCells", "up", (2, 1, 3, 1)))
    assert inputs(service, book, 0, (1, 1), (2, 1), (3, 1), (3, 2)) == ["1", "5", "", "30"]
    assert inputs(service, book, 0, (1, 4), (2, 4), (3, 4)) == ["=SUM(A1:A2)", "=SUM(A1:B5)", "=#REF!"]
    assert service.text(book, 1, 1, sheet=1) == "55"
    # The last ones have nothing behind them.
    service.apply(book, shift("deleteCells", "up", (2, 1, 1, 1)))
    assert inputs(service, book, 0, (1, 4), (2, 1)) == ["=SUM(A1:A1)", ""]


def test_right_and_left(service: ServiceProcess, book: str) -> None:
    service.apply(book, shift("insertCells", "right", (5, 1, 1, 1)))
    assert inputs(service, book, 0, (5, 1), (5, 2), (5, 3), (1, 4)) == ["", "5", "50", "=SUM(A1:A5)"]
    assert inputs(service, book, 1, (1, 1)) == ["=A!$B$5+A!C5"]
    service.apply(book, shift("deleteCells", "left", (5, 1, 1, 2)))
    assert inputs(service, book, 0, (5, 1), (5, 2)) == ["50", ""]
    assert inputs(service, book, 1, (1, 1)) == ["=#REF!+A!A5"]


def test_what_would_be_torn_is_refused(service: ServiceProcess, tmp_path: Path) -> None:
    book = service.call("workbook/open", path=str(make_table(tmp_path / "table.xlsx")))["id"]
    for kind, way in (("insertCells", "down"), ("deleteCells", "up")):
        with pytest.raises(CallFailed, match="Sales") as refused:
            service.apply(book, shift(kind, way, (1, 2, 1, 1)))
        assert refused.value.code == "STRUCTURE_REFUSED"
    assert service.text(book, 2, 2) == "Item"


def test_a_whole_table_goes_along(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_table(tmp_path / "table.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, shift("insertCells", "down", (1, 2, 2, 4)))
    assert inputs(service, book, 0, (4, 2), (4, 5)) == ["Item", "Sum"]
    assert [service.text(book, row, 1, sheet=1) for row in (1, 2)] == ["23", "184"]
    service.call("workbook/save", workbook=book)
    [table] = openpyxl.load_workbook(path)["Data"].tables.values()
    assert table.ref == "B4:E8"


def test_nothing_is_pushed_off_the_sheet(service: ServiceProcess, book: str) -> None:
    service.set_cell(book, 1_048_576, 3, "x")
    with pytest.raises(CallFailed, match="pushed off") as refused:
        service.apply(book, shift("insertCells", "down", (1, 3, 1, 1)))
    assert refused.value.code == "OUT_OF_RANGE"
