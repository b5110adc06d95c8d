"""Sorting and filtering as in Excel, read by openpyxl after saving."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from tests.service.test_carry import move, paste
from tests.service.test_cell_operations import area
from tests.service.test_lines import inputs, lines
from tests.support.service_process import CallFailed, ServiceProcess

NAMES = ["apple", "Banana", "cherry", "Date", "elder", "fig"]
SIZES = [5, 3, 9, 1, 7, 3]


def make_list(path: Path) -> Path:
    """A1:C7: name, size, twice the size; a date and a colour filter can be set."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["name", "size", "twice"])
        for row, (name, size) in enumerate(zip(NAMES, SIZES, strict=True), 1):
            sheet.write_row(row, 0, [name, size])
            sheet.write_formula(row, 2, f"=B{row + 1}*2", None, size * 2)
    return path


@pytest.fixture
def book(service: ServiceProcess, tmp_path: Path) -> str:
    return service.call("workbook/open", path=str(make_list(tmp_path / "list.xlsx")))["id"]


def filtered(*choices: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "filter", "sheet": 0, "range": area(1, 1, 7, 3), "choices": list(choices)}


def custom(column: int, *tests: tuple[str, str], both: bool = False) -> dict[str, Any]:
    condition = {"kind": "custom", "both": both, "tests": [{"how": how, "value": value} for how, value in tests]}
    return {"column": column, "condition": condition}


def shown(service: ServiceProcess, book: str) -> list[str]:
    window = service.call("sheet/window", workbook=book, sheet=0, top=2, left=1, rows=6, columns=1)
    return [service.text(book, row, 1) for row, height in enumerate(window["rowHeights"], 2) if height != 0]


def column(service: ServiceProcess, book: str, number: int, rows: int = 7) -> list[str]:
    return inputs(service, book, 0, *((row, number) for row in range(2, rows + 1)))


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        (custom(1, ("equals", "*a*")), ["apple", "Banana", "Date"]),
        (custom(1, ("notEquals", "*a*")), ["cherry", "elder", "fig"]),
        (custom(1, ("equals", "?ig"), ("equals", "D*")), ["Date", "fig"]),
        (custom(2, ("greaterOrEqual", "3"), ("lessOrEqual", "5"), both=True), ["apple", "Banana", "fig"]),
        (custom(2, ("equals", "3")), ["Banana", "fig"]),
        (custom(1, ("greater", "date")), ["elder", "fig"]),
        ({"column": 2, "condition": {"kind": "top", "count": 2}}, ["cherry", "elder"]),
        (
            {"column": 2, "condition": {"kind": "top", "count": 50, "percent": True, "bottom": True}},
            ["Banana", "Date", "fig"],
        ),
        ({"column": 2, "condition": {"kind": "average", "above": True}}, ["apple", "cherry", "elder"]),
        ({"column": 1, "texts": ["APPLE", "fig"]}, ["apple", "fig"]),
    ],
)
def test_conditions_of_a_filter(service: ServiceProcess, book: str, choice: dict[str, Any], left: list[str]) -> None:
    service.apply(book, filtered(choice))
    assert shown(service, book) == left
    found = service.call("sheet/window", workbook=book, sheet=0, top=1, left=1, rows=1, columns=1)["filter"]["choices"]
    # As read from the file, they make the same filter.
    service.apply(book, filtered(*found))
    assert shown(service, book) == left
    service.apply(book, filtered())
    assert len(shown(service, book)) == 6


def test_a_filter_is_applied_again_after_edits(service: ServiceProcess, book: str) -> None:
    choice = custom(2, ("greater", "4"))
    service.apply(book, filtered(choice))
    service.set_cell(book, 2, 2, "1")
    assert shown(service, book) == ["apple", "cherry", "elder"]
    service.apply(book, filtered(choice))
    assert shown(service, book) == ["cherry", "elder"]


def test_a_filter_of_another_kind_is_kept(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_list(tmp_path / "dates.xlsx")
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    sheet.auto_filter.ref = "A1:C7"
    by_color = openpyxl.worksheet.filters.FilterColumn(colId=0)
    by_color.colorFilter = openpyxl.worksheet.filters.ColorFilter(dxfId=0, cellColor=True)
    sheet.auto_filter.filterColumn.append(by_color)
    sheet.row_dimensions[3].hidden = True
    workbook.save(path)
    book = service.call("workbook/open", path=str(path))["id"]
    window = service.call("sheet/window", workbook=book, sheet=0, top=1, left=1, rows=1, columns=1)
    assert window["filter"]["choices"] == [{"column": 1, "kept": True}]
    service.apply(book, filtered({"column": 1, "kept": True}, custom(2, ("greater", "4"))))
    assert shown(service, book) == ["apple", "cherry", "elder"]
    service.call("workbook/save", workbook=book)
    columns = openpyxl.load_workbook(path).active.auto_filter.filterColumn
    assert [each.colId for each in columns] == [0, 1]
    assert columns[0].colorFilter.cellColor


def test_what_a_filter_hides_is_left_alone(service: ServiceProcess, book: str) -> None:
    service.apply(book, filtered(custom(2, ("greater", "4"))))
    # apple, cherry, elder are shown, in rows 2, 4, 6.
    changed = service.apply(book, paste(area(1, 1, 7, 2), area(1, 6, 1, 1)))
    assert changed["target"] == area(1, 6, 4, 2)
    assert inputs(service, book, 0, *((row, 6) for row in range(1, 6))) == ["name", "apple", "cherry", "elder", ""]
    service.apply(book, {"kind": "fill", "source": area(2, 2, 1, 1), "target": area(2, 2, 6, 1), "how": "copy"})
    assert column(service, book, 2) == ["5", "3", "5", "1", "5", "3"]
    service.undo(book)
    service.apply(book, {"kind": "clear", "range": area(2, 1, 6, 1), "what": "contents"})
    assert column(service, book, 1) == ["", "Banana", "", "Date", "", "fig"]
    service.undo(book)
    sort = {"kind": "sort", "range": area(1, 1, 7, 3), "by": [{"column": 2, "descending": True}]}
    service.apply(book, sort)
    assert column(service, book, 1) == ["cherry", "Banana", "elder", "Date", "apple", "fig"]
    assert column(service, book, 3) == [f"=B{row}*2" for row in range(2, 8)]
    service.undo(book)
    stats = service.call("range/stats", workbook=book, ranges=[area(2, 2, 6, 1)])
    assert (stats["count"], stats["sum"]) == (3, 21)
    service.apply(book, lines("deleteRows", 2, 3))
    assert [service.text(book, row, 1) for row in range(2, 7)] == ["Banana", "Date", "elder", "fig", ""]


def test_texts_of_all_kinds_in_their_order(service: ServiceProcess) -> None:
    book = service.call("workbook/new")["id"]
    typed = [
        "zoo",
        "'10",
        "=1/0",
        "TRUE",
        "张三",
        "co-op",
        "Äpfel",
        "李四",
        "coop",
        "2",
        "",
        "apple",
        "FALSE",
        "-1",
        "阿明",
        "b",
    ]
    service.apply(
        book, {"kind": "pasteText", "at": {"sheet": 0, "row": 1, "column": 1}, "rows": [[text] for text in typed]}
    )
    sort = {"kind": "sort", "range": area(1, 1, 16, 1), "header": False, "by": [{"column": 1, "descending": False}]}
    service.apply(book, sort)
    assert [service.text(book, row, 1) for row in range(1, 17)] == [
        *("-1", "2", "10", "Äpfel", "apple", "b", "co-op", "coop", "zoo", "阿明", "李四", "张三"),
        *("FALSE", "TRUE", "#DIV/0!", ""),
    ]
    service.apply(book, sort | {"by": [{"column": 1, "descending": True}]})
    assert [service.text(book, row, 1) for row in (1, 2, 3, 4, 16)] == ["#DIV/0!", "TRUE", "FALSE", "张三", ""]


def test_a_header_is_seen_and_merged_cells_are_not_sorted(service: ServiceProcess, book: str) -> None:
    sort = {
        "kind": "sort",
        "range": area(1, 1, 7, 3),
        "by": [{"column": 2, "descending": False}, {"column": 1, "descending": True}],
    }
    service.apply(book, sort)
    assert [service.text(book, row, 1) for row in range(1, 8)] == [
        "name",
        "Date",
        "fig",
        "Banana",
        "apple",
        "elder",
        "cherry",
    ]
    service.apply(book, sort | {"range": area(2, 1, 6, 1), "by": [{"column": 1, "descending": False}]})
    assert service.text(book, 2, 1) == "apple"
    service.apply(book, {"kind": "merge", "range": area(3, 1, 2, 1)})
    with pytest.raises(CallFailed, match="merged cells") as failed:
        service.apply(book, sort)
    assert failed.value.code == "STRUCTURE_REFUSED"


def test_a_cut_list_keeps_its_filter(service: ServiceProcess, book: str) -> None:
    service.apply(book, filtered(custom(2, ("greater", "4"))))
    service.apply(book, move(area(1, 1, 7, 3), 1, 5))
    window = service.call("sheet/window", workbook=book, sheet=0, top=1, left=1, rows=1, columns=1)
    assert window["filter"]["range"] == area(1, 5, 7, 3)
