"""Formats, sizes, merged blocks and panes: in the window, over kills, and as openpyxl reads the saved file."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.conftest import StartService
from tests.package.rich_book import make_rich_book
from tests.service.test_cell_operations import area
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import write_numbers


def look(service: ServiceProcess, book: str, row: int, column: int) -> dict[str, Any]:
    window = service.call("sheet/window", workbook=book, sheet=0, top=row, left=column, rows=1, columns=1)
    [cell] = window["cells"] or [{}]
    return {"text": cell.get("text", ""), **(window["styles"][cell["style"]] if "style" in cell else {})}


def test_formats_are_shown_kept_and_saved(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    change = {
        "numberFormat": "0.00",
        "bold": True,
        "color": "#ff0000",
        "fill": "#00FF00",
        "align": "center",
        "wrap": True,
        "fontSizePt": 20,
        "fontName": "Arial",
        "borders": {"edges": "outer", "line": "thick", "color": "#0000FF"},
    }
    service.apply(book, {"kind": "format", "range": area(1, 1, 2, 2), "change": change})
    service.set_cell(book, 1, 1, "7")
    shown = look(service, book, 1, 1)
    expected = {"text": "7.00", "bold": True, "fill": "#00FF00", "align": "center", "wrap": True, "borders": 1 + 8}
    assert {name: shown.get(name) for name in expected} == expected
    assert (shown["fontSizePt"], shown["fontName"], shown["color"].upper()) == (20, "Arial", "#FF0000")
    service.kill()
    service = start()
    assert look(service, book, 1, 1) == shown
    service.apply(book, {"kind": "format", "range": area(1, 1, 1, 1), "change": {"bold": False, "fill": None}})
    assert "bold" not in look(service, book, 1, 1)
    service.undo(book)
    assert look(service, book, 1, 1) == shown
    service.call("workbook/save", workbook=book)
    sheet = openpyxl.load_workbook(path)["Numbers"]
    cell = sheet["A1"]
    assert (cell.value, cell.number_format, cell.font.b, cell.font.name, cell.font.sz) == (7, "0.00", True, "Arial", 20)
    assert (cell.fill.fgColor.rgb, cell.alignment.horizontal, cell.border.left.style) == ("FF00FF00", "center", "thick")
    assert cell.border.bottom.style is None
    assert sheet["B2"].border.right.color.rgb == "FF0000FF"
    assert sheet["A3"].font.b is False
    assert openpyxl.load_workbook(path, data_only=True)["Numbers"]["B1"].value == 12


def test_whole_columns_and_rows(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_rich_book(tmp_path / "rich.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, {"kind": "format", "range": area(1, 3, 1_048_576, 1), "change": {"italic": True}})
    service.apply(book, {"kind": "format", "range": area(50, 1, 1, 16_384), "change": {"bold": True}})
    service.apply(book, {"kind": "sizeColumns", "sheet": 0, "column": 3, "count": 2, "widthPx": 145})
    service.apply(book, {"kind": "sizeRows", "sheet": 0, "row": 3, "count": 1, "heightPx": 40})
    service.apply(book, {"kind": "sizeRows", "sheet": 0, "row": 5, "count": 2, "hidden": True})
    service.apply(book, {"kind": "sizeColumns", "sheet": 0, "column": 8, "count": 1, "hidden": True})
    service.set_cell(book, 60, 3, "x")
    assert look(service, book, 2, 3) == {"text": "name 1", "italic": True}
    assert look(service, book, 60, 3)["italic"] is True
    window = service.call("sheet/window", workbook=book, sheet=0, top=3, left=2, rows=4, columns=7)
    assert window["columnWidths"][1:3] == [145, 145]
    assert window["columnWidths"][6] == 0
    assert window["rowHeights"] == [pytest.approx(40, abs=0.5), None, 0, 0]
    service.call("workbook/save", workbook=book)
    sheet = openpyxl.load_workbook(path)["Data"]
    assert sheet["C2"].font.i
    assert sheet["C60"].font.i
    assert sheet["C1"].fill.fgColor.rgb == "FFFFEE00"
    assert sheet.column_dimensions["C"].width == pytest.approx(145 / 7, abs=0.01)
    assert sheet.column_dimensions["N"].width == pytest.approx(20, abs=1)
    assert sheet.row_dimensions[50].font.b
    assert (sheet.row_dimensions[3].height, sheet.row_dimensions[5].hidden) == (30, True)


def test_merged_blocks_and_panes(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_rich_book(tmp_path / "rich.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, {"kind": "merge", "range": area(1, 1, 2, 3)})
    window = service.call("sheet/window", workbook=book, sheet=0, top=1, left=1, rows=3, columns=12)
    assert window["merges"] == [area(1, 10, 2, 2), area(1, 1, 2, 3)]
    assert [look(service, book, *cell)["text"] for cell in ((1, 1), (1, 2), (2, 1))] == ["1.00", "", ""]
    service.apply(book, {"kind": "unmerge", "range": area(2, 11, 1, 1)})
    service.apply(book, {"kind": "freeze", "sheet": 0, "rows": 2, "columns": 0})
    info = service.call("workbook/info", workbook=book)
    assert (info["sheets"][0]["frozenRows"], info["sheets"][0]["frozenColumns"]) == (2, 0)
    service.call("workbook/save", workbook=book)
    sheet = openpyxl.load_workbook(path)["Data"]
    assert [str(block) for block in sheet.merged_cells.ranges] == ["A1:C2"]
    assert sheet.freeze_panes == "A3"
    service.undo(book)
    service.undo(book)
    service.undo(book)
    assert look(service, book, 2, 1)["text"] == "2"
    with pytest.raises(CallFailed) as failed:
        service.apply(book, {"kind": "merge", "range": area(1, 7, 3, 1, sheet=1)})
    assert failed.value.code == "STRUCTURE_REFUSED"


def test_a_filter_hides_rows(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    rows = [["kind", "size"], ["a", "1"], ["b", "2"], ["A", "3"], ["", "4"]]
    service.apply(book, {"kind": "pasteText", "at": {"sheet": 1, "row": 1, "column": 4}, "rows": rows})
    where = area(1, 4, 1_048_576, 2, sheet=1)
    choice = {"column": 4, "texts": ["a", ""]}
    service.apply(book, {"kind": "filter", "sheet": 1, "range": where, "choices": [choice]})
    used = area(1, 4, 5, 2, sheet=1)

    def state(at: ServiceProcess) -> Any:
        window = at.call("sheet/window", workbook=book, sheet=1, top=1, left=1, rows=5, columns=2)
        return [height == 0 for height in window["rowHeights"]], window.get("filter")

    after = ([False, False, True, False, False], {"range": used, "choices": [{"column": 4, "texts": ["", "a"]}]})
    assert state(service) == after
    service.kill()
    service = start()
    assert state(service) == after
    service.call("workbook/save", workbook=book)
    sheet = openpyxl.load_workbook(path)["二"]
    assert sheet.auto_filter.ref == "D1:E5"
    with zipfile.ZipFile(path) as package:
        assert 'localSheetId="1" hidden="1">二!$D$1:$E$5<' in package.read("xl/workbook.xml").decode()
    assert sheet.row_dimensions[3].hidden
    service.apply(book, {"kind": "filter", "sheet": 1, "range": None, "choices": []})
    assert state(service) == ([False] * 5, None)
    service.undo(book)
    assert state(service) == after
