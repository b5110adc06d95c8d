"""Paste, fill, sort, clear, replace: what the cells hold afterwards, over kills and undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from tests.conftest import StartService
from tests.service.test_lines import inputs
from tests.support.service_process import CallFailed, ServiceProcess


def area(top: int, left: int, rows: int, columns: int, sheet: int = 0) -> dict[str, int]:
    return {"sheet": sheet, "top": top, "left": left, "rows": rows, "columns": columns}


def block(service: ServiceProcess, book: str, top: int, left: int, rows: int, columns: int) -> list[list[str]]:
    return [
        inputs(service, book, 0, *((row, column) for column in range(left, left + columns)))
        for row in range(top, top + rows)
    ]


@pytest.fixture
def book(service: ServiceProcess) -> str:
    return service.call("workbook/new")["id"]


def type_block(service: ServiceProcess, book: str, rows: list[list[str]], row: int = 1, column: int = 1) -> Any:
    at = {"sheet": 0, "row": row, "column": column}
    return service.apply(book, {"kind": "pasteText", "at": at, "rows": rows})


def test_pasted_text_is_typed(service: ServiceProcess, book: str) -> None:
    changed = type_block(service, book, [["1", "x", "=A1+1"], ["12%"]])
    assert changed["target"] == area(1, 1, 2, 3)
    assert block(service, book, 1, 1, 2, 3) == [["1", "x", "=A1+1"], ["0.12", "", ""]]
    type_block(service, book, [["", "y"]])
    assert block(service, book, 1, 1, 1, 3) == [["", "y", "=A1+1"]]
    service.undo(book)
    assert block(service, book, 1, 1, 1, 2) == [["1", "x"]]


def test_a_range_is_copied_with_its_references(service: ServiceProcess, book: str) -> None:
    type_block(service, book, [["1", "=A1*$A$1", "'007"], ["=A1+A2", "=SUM(B$1:B1)", "2026-11-24"]][:1])
    type_block(service, book, [["5", '=A2&"x"']], row=2)
    paste = {"kind": "pasteRange", "source": area(1, 1, 2, 3), "target": area(4, 2, 1, 1), "what": "all"}
    assert service.apply(book, paste)["target"] == area(4, 2, 2, 3)
    assert block(service, book, 4, 2, 2, 3) == [["1", "=B4*$A$1", "'007"], ["5", '=B5&"x"', ""]]
    service.apply(book, paste | {"target": area(8, 1, 4, 3), "what": "formulas"})
    assert [row[0] for row in block(service, book, 8, 1, 4, 3)] == ["1", "5", "1", "5"]
    service.apply(book, paste | {"target": area(1, 6, 1, 1), "what": "values", "transpose": True})
    assert block(service, book, 1, 6, 3, 2) == [["1", "5"], [*["1", "'5x"][:1], "5x"], ["'007", ""]]
    # Off the sheet's edge a relative reference is gone.
    service.apply(book, paste | {"source": area(2, 2, 1, 1), "target": area(1, 1, 1, 1)})
    assert block(service, book, 1, 1, 1, 1) == [['=#REF!&"x"']]


def test_the_fill_handle(service: ServiceProcess, book: str) -> None:
    type_block(service, book, [["1", "Mon", "Item 08", "=A1*2", "a"], ["3", "Wed", "Item 09", "=A2*2", "b"]])
    fill = {"kind": "fill", "source": area(1, 1, 2, 5), "target": area(1, 1, 5, 5), "how": "series"}
    service.apply(book, fill)
    assert block(service, book, 3, 1, 3, 5) == [
        ["5", "Fri", "Item 10", "=A3*2", "a"],
        ["7", "Sun", "Item 11", "=A4*2", "b"],
        ["9", "Tue", "Item 12", "=A5*2", "a"],
    ]
    service.apply(book, fill | {"how": "copy"})
    assert [row[0] for row in block(service, book, 1, 1, 5, 1)] == ["1", "3", "1", "3", "1"]
    type_block(service, book, [["10", "8"]], row=9, column=4)
    service.apply(book, {"kind": "fill", "source": area(9, 4, 1, 2), "target": area(9, 1, 1, 5), "how": "series"})
    assert block(service, book, 9, 1, 1, 5) == [["16", "14", "12", "10", "8"]]
    with pytest.raises(CallFailed, match="one direction"):
        service.apply(book, fill | {"target": area(2, 2, 9, 9)})


def test_rows_are_sorted_with_their_formats_and_formulas(start: StartService, tmp_path: Path) -> None:
    path = tmp_path / "sort.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        date = workbook.add_format({"num_format": "yyyy-mm-dd", "bold": True})
        rows = [("name", "size"), ("b", 2), ("A", 46350.25), ("c", None), ("10", 1), ("a", True)]
        for number, (name, size) in enumerate(rows):
            sheet.write_string(number, 0, name)
            if size is not None:
                sheet.write(number, 1, size, date if number == 2 else None)
            if number:
                sheet.write_formula(number, 2, f"=B{number + 1}*2", None, 0 if size is None else size * 2)
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    sort = {"kind": "sort", "range": area(1, 1, 6, 3), "header": True, "by": [{"column": 2, "descending": False}]}
    service.apply(book, sort)

    def state(at: ServiceProcess) -> list[list[str]]:
        return block(at, book, 1, 1, 6, 3)

    after = [
        ["name", "size", ""],
        ["'10", "1", "=B2*2"],
        ["b", "2", "=B3*2"],
        ["A", "2026-11-24 6:00:00", "=B4*2"],
        ["a", "TRUE", "=B5*2"],
        ["c", "", "=B6*2"],
    ]
    assert state(service) == after
    service.kill()
    service = start()
    assert state(service) == after
    service.call("workbook/save", workbook=book)
    saved = openpyxl.load_workbook(path).active
    assert saved["B4"].font.b
    assert not saved["B3"].font.b
    assert openpyxl.load_workbook(path, data_only=True).active["C4"].value == 92700.5
    by_name = [{"column": 1, "descending": True}]
    service.apply(book, sort | {"by": by_name})
    assert [row[0] for row in state(service)] == ["name", "c", "b", "A", "a", "'10"]
    service.undo(book)
    service.undo(book)
    assert [row[0] for row in state(service)] == ["name", "b", "A", "c", "'10", "a"]


def test_cleared_and_replaced(service: ServiceProcess, book: str) -> None:
    type_block(service, book, [["cat", "Cat 1", '="cat"&A1'], ["'1cat", "dog", "5"]])
    find = {"text": "cat", "matchCase": False, "wholeCell": False, "inFormulas": True}
    changed = service.apply(book, {"kind": "replace", "sheet": 0, "find": find, "replacement": "bird"})
    assert changed["count"] == 4
    assert block(service, book, 1, 1, 2, 3) == [["bird", "bird 1", '="bird"&A1'], ["1bird", "dog", "5"]]
    only = find | {"text": "BIRD", "wholeCell": True}
    assert service.apply(book, {"kind": "replace", "sheet": 0, "find": only, "replacement": ""})["count"] == 1
    service.apply(book, {"kind": "clear", "range": area(1, 2, 1_048_576, 2), "what": "contents"})
    assert block(service, book, 1, 1, 2, 3) == [["", "", ""], ["1bird", "", ""]]


def test_cut_cells_are_followed(start: StartService, tmp_path: Path) -> None:
    path = tmp_path / "cut.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        first, second = workbook.add_worksheet("One"), workbook.add_worksheet("Two")
        bold = workbook.add_format({"bold": True, "num_format": "0.0"})
        first.write_number("A1", 1, bold)
        first.write_formula("A2", "=A1+C9", None, 1)
        first.write_formula("B1", "=SUM(A1:A2)+A1+D5", None, 3)
        second.write_formula("A1", "=One!A1", None, 1)
        workbook.define_name("start", "=One!$A$1")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    move = {"kind": "moveRange", "source": area(1, 1, 2, 1), "to": {"sheet": 0, "row": 4, "column": 4}}
    assert service.apply(book, move)["target"] == area(4, 4, 2, 1)
    assert block(service, book, 4, 4, 2, 1) == [["1"], ["=D4+C9"]]
    assert block(service, book, 1, 1, 2, 2) == [["", "=SUM(D4:D5)+D4+#REF!"], ["", ""]]
    assert inputs(service, book, 1, (1, 1)) == ["=One!D4"]
    to_other = {"kind": "moveRange", "source": area(4, 4, 2, 1), "to": {"sheet": 1, "row": 2, "column": 1}}
    service.apply(book, to_other)
    service.kill()
    service = start()
    assert inputs(service, book, 1, (1, 1), (2, 1), (3, 1)) == ["=Two!A2", "1", "=Two!A2+One!C9"]
    assert inputs(service, book, 0, (1, 2), (4, 4)) == ["=SUM(Two!A2:A3)+Two!A2+#REF!", ""]
    service.call("workbook/save", workbook=book)
    saved = openpyxl.load_workbook(path)
    assert saved.defined_names["start"].attr_text == "Two!$A$2"
    assert (saved["Two"]["A2"].font.b, saved["Two"]["A2"].number_format) == (True, "0.0")
    assert saved["One"]["A1"].font.b is False
    service.undo(book)
    service.undo(book)
    assert block(service, book, 1, 1, 2, 2) == [["1", "=SUM(A1:A2)+A1+D5"], ["=A1+C9", ""]]
