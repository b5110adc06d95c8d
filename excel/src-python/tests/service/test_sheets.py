"""Sheets added, renamed, moved, deleted and hidden, over kills and save."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from tests.conftest import StartService
from tests.package.rich_book import make_rich_book
from tests.service.test_lines import inputs
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import write_numbers


def names(service: ServiceProcess, book: str) -> list[str]:
    return [sheet["name"] for sheet in service.call("workbook/info", workbook=book)["sheets"]]


def test_the_list_of_sheets_changes_and_formulas_follow(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, {"kind": "addSheet", "at": 1})
    service.set_cell(book, 1, 1, "=Numbers!A1+'二'!A1", sheet=1)
    service.apply(book, {"kind": "renameSheet", "sheet": 0, "name": "It's a 1"})
    service.apply(book, {"kind": "moveSheet", "sheet": 0, "to": 2})
    assert names(service, book) == ["Sheet1", "二", "It's a 1"]
    service.kill()
    service = start()
    assert names(service, book) == ["Sheet1", "二", "It's a 1"]
    assert inputs(service, book, 0, (1, 1)) == ["='It''s a 1'!A1+二!A1"]
    assert service.text(book, 1, 1) == "13"
    service.call("workbook/save", workbook=book)
    saved = openpyxl.load_workbook(path)
    assert saved.sheetnames == ["Sheet1", "二", "It's a 1"]
    assert saved["二"]["A1"].value == "='It''s a 1'!B1*2"
    assert CalamineWorkbook.from_path(path).sheet_names == ["Sheet1", "二", "It's a 1"]
    service.apply(book, {"kind": "deleteSheet", "sheet": 2})
    assert inputs(service, book, 1, (1, 1)) == ["=#REF!*2"]
    assert service.text(book, 1, 1, sheet=1) == "#REF!"
    service.undo(book)
    service.kill()
    service = start()
    assert (names(service, book)[2], service.text(book, 1, 1)) == ("It's a 1", "13")
    for _ in range(4):
        service.undo(book)
    assert (names(service, book), service.text(book, 1, 1, sheet=1)) == (["Numbers", "二"], "12")


def test_all_that_names_a_sheet_follows(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_rich_book(tmp_path / "rich.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 20, 15, "=SUM(Table1[x])")
    service.apply(book, {"kind": "renameSheet", "sheet": 0, "name": "Zahlen"})
    service.apply(book, {"kind": "moveSheet", "sheet": 1, "to": 0})
    service.call("workbook/save", workbook=book)
    saved = openpyxl.load_workbook(path)
    assert saved.sheetnames == ["It's", "Zahlen", "Chart"]
    assert saved["Zahlen"]._charts[0].series[0].val.numRef.f == "Zahlen!$A$1:$A$20"
    assert saved["Zahlen"].auto_filter.ref == "A1:C20"
    assert saved["It's"]["G1"].value.text == "=Zahlen!A1:A3*10"
    service.apply(book, {"kind": "deleteSheet", "sheet": 0})
    service.call("workbook/save", workbook=book)
    saved = openpyxl.load_workbook(path)
    assert saved.sheetnames == ["Zahlen", "Chart"]
    assert saved["Zahlen"]["H2"].value == "=total*2"
    assert saved.defined_names["total"].attr_text == "#REF!"
    assert saved["Zahlen"]["O20"].value == "=SUM(#REF!)"
    assert saved["Zahlen"]._charts[0].series[0].val.numRef.f == "Zahlen!$A$1:$A$20"


def test_what_can_not_be_is_refused(service: ServiceProcess, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "b.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, {"kind": "showSheet", "sheet": 1, "visible": False})
    assert [sheet["visible"] for sheet in service.call("workbook/info", workbook=book)["sheets"]] == [True, False]
    for operation, code in (
        ({"kind": "deleteSheet", "sheet": 0}, "STRUCTURE_REFUSED"),
        ({"kind": "showSheet", "sheet": 0, "visible": False}, "STRUCTURE_REFUSED"),
        ({"kind": "renameSheet", "sheet": 0, "name": "二"}, "INVALID_PARAMS"),
        ({"kind": "renameSheet", "sheet": 0, "name": "a/b"}, "INVALID_PARAMS"),
        ({"kind": "renameSheet", "sheet": 0, "name": "n" * 32}, "INVALID_PARAMS"),
        ({"kind": "addSheet", "at": 3}, "OUT_OF_RANGE"),
        ({"kind": "moveSheet", "sheet": 0, "to": 2}, "UNKNOWN_SHEET"),
        ({"kind": "fly"}, "INVALID_PARAMS"),
    ):
        with pytest.raises(CallFailed) as failed:
            service.apply(book, operation)
        assert failed.value.code == code, operation
    service.call("workbook/save", workbook=book)
    assert openpyxl.load_workbook(path)["二"].sheet_state == "hidden"
