"""Rows and columns inserted and deleted, over kills, undo and save, as independent readers see them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import StartService
from tests.package.books import calamine_value
from tests.package.rich_book import make_rich_book
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import write_numbers


def lines(kind: str, at: int, count: int = 1, sheet: int = 0) -> dict[str, object]:
    axis = "row" if kind.endswith("Rows") else "column"
    return {"kind": kind, "sheet": sheet, axis: at, "count": count}


def inputs(service: ServiceProcess, book: str, sheet: int, *cells: tuple[int, int]) -> list[str]:
    found = []
    for row, column in cells:
        found.append(service.call("cell/get", workbook=book, sheet=sheet, row=row, column=column)["input"])
    return found


def test_references_follow_over_kills_undo_and_redo(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 5, 1, "=A1+$A$3")
    changed = service.apply(book, lines("insertRows", 2, 2))
    assert changed["target"] == {"sheet": 0, "top": 2, "left": 1, "rows": 2, "columns": 16384}
    service.set_cell(book, 2, 1, "10")

    def state(at: ServiceProcess) -> list[str]:
        return [*inputs(at, book, 0, (1, 1), (2, 1), (5, 1), (7, 1), (1, 2)), at.text(book, 1, 1, sheet=1)]

    after = ["1", "10", "3", "=A1+$A$5", "=SUM(A1:A5)", "32"]
    assert state(service) == after
    service.kill()
    service = start()
    assert state(service) == after
    service.undo(book)
    undone = service.undo(book)
    assert undone["at"] == {"sheet": 0, "row": 2, "column": 1}
    before = ["1", "2", "=A1+$A$3", "", "=SUM(A1:A3)", "12"]
    assert state(service) == before
    service.kill()
    service = start()
    assert state(service) == before
    service.redo(book)
    service.redo(book)
    assert state(service) == after
    service.undo(book)
    service.kill()
    service = start()
    assert service.redo(book)["canRedo"] is False
    assert state(service) == after
    service.call("workbook/save", workbook=book)
    assert [calamine_value(path, 0, row, 1) for row in (1, 2, 5, 7)] == [1, 10, 3, 4]
    assert calamine_value(path, 1, 1, 1) == 32
    assert openpyxl.load_workbook(path)["Numbers"]["B1"].value == "=SUM(A1:A5)"


def test_all_of_a_rich_workbook_follows(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_rich_book(tmp_path / "rich.xlsx")
    untouched = _parts(path)
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, lines("insertRows", 1, 2))
    service.apply(book, lines("insertColumns", 2))
    service.apply(book, lines("deleteRows", 12, 3))
    service.apply(book, lines("insertRows", 1, sheet=1))
    service.call("workbook/save", workbook=book)
    saved = openpyxl.load_workbook(path)
    data, other = saved["Data"], saved["It's"]
    assert data["F4"].value == "=SUM(A$3:A4)"
    assert data["I3"].value == "=SUM(E:E)"
    assert data["I5"].value == "=C3>0"
    assert data["A3"].comment.text == "a comment"
    assert [str(each.sqref) for each in data.data_validations.dataValidation] == ["A3:A19"]
    assert [str(each.sqref) for each in data.conditional_formatting] == ["C3:C19"]
    assert [str(each) for each in data.merged_cells.ranges] == ["K3:L4"]
    assert data.auto_filter.ref == "A3:D19"
    assert saved.defined_names["total"].attr_text == "'It''s'!$B$2"
    assert other["B2"].value == "=SUM(Data!A3:A19)"
    assert [table.ref for table in other.tables.values()] == ["D2:E5"]
    assert other["G2"].value.ref == "G2:G4"
    assert data["A3"].font.b
    assert data["A1"].value is None
    [chart] = data._charts
    assert chart.series[0].val.numRef.f == "Data!$A$3:$A$19"
    assert (chart.anchor._from.row, chart.anchor._from.col) == (6, 13)
    # openpyxl needs another package for images.
    assert b"<xdr:from><xdr:col>13</xdr:col>" in _parts(path)["xl/drawings/drawing1.xml"]
    assert calamine_value(path, 0, 3, 1) == 1
    # calamine counts the chart sheet.
    assert calamine_value(path, 2, 2, 2) == 210 - 10 - 11 - 12
    for name, body in _parts(path).items():
        if any(part in name for part in ("theme", "media", "docProps", "sharedStrings")):
            assert body == untouched[name], name


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_what_would_break_is_refused_and_nothing_changes(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_rich_book(tmp_path / "refused.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    for operation, reason in (
        (lines("deleteRows", 2, 3, sheet=1), "would lose all of its rows"),
        (lines("insertRows", 2, sheet=1), "can't be changed in part"),
    ):
        with pytest.raises(CallFailed) as failed:
            service.apply(book, operation)
        assert failed.value.code == "STRUCTURE_REFUSED"
        assert reason in failed.value.message
    info = service.call("workbook/info", workbook=book)
    assert (info["revision"], info["dirty"], info["canUndo"]) == (0, False, False)
    with pytest.raises(CallFailed) as failed:
        service.apply(book, lines("insertRows", 1_048_577))
    assert failed.value.code == "OUT_OF_RANGE"


def test_a_deleted_reference_says_so(service: ServiceProcess, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "gone.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 3, "=A2*2")
    service.set_cell(book, 5, 1, "=C1")
    service.apply(book, lines("deleteRows", 2))
    assert inputs(service, book, 0, (1, 3), (1, 2), (4, 1)) == ["=#REF!*2", "=SUM(A1:A2)", "=C1"]
    assert [service.text(book, 1, 3), service.text(book, 1, 2)] == ["#REF!", "4"]
    service.call("workbook/save", workbook=book)
    assert openpyxl.load_workbook(path)["Numbers"]["C1"].value == "=#REF!*2"
    assert openpyxl.load_workbook(path, data_only=True)["Numbers"]["B1"].value == 4


def test_what_is_frozen_stays_so(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_rich_book(tmp_path / "frozen.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, lines("deleteRows", 1))
    service.call("workbook/save", workbook=book)
    assert openpyxl.load_workbook(path)["Data"].freeze_panes == "B2"


def test_a_row_inserted_right_behind_what_is_frozen_is_in_sight(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_rich_book(tmp_path / "frozen.xlsx")
    frozen = openpyxl.load_workbook(path)["Data"].freeze_panes
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, lines("insertRows", 2))
    service.call("workbook/save", workbook=book)
    assert openpyxl.load_workbook(path)["Data"].freeze_panes == frozen
