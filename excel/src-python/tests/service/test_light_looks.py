"""Looks that the engine shows at once: no file is made for them before there has to be one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from tests.conftest import StartService
from tests.service.test_cell_operations import area
from tests.service.test_looks import look
from tests.support.service_process import ServiceProcess
from tests.support.workbooks import write_numbers


def bold(on: bool, *corners: int) -> dict[str, Any]:
    return {"kind": "format", "range": area(*corners), "change": {"bold": on, "numberFormat": "0.000"}}


def bases(data: Path) -> list[str]:
    [folder] = (data / "workbooks").iterdir()
    return sorted(path.name for path in folder.glob("base-*"))


def test_light_looks_between_edits_undo_and_kills(start: StartService, data: Path, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "12%")
    service.apply(book, bold(True, 1, 1, 5, 1))
    service.apply(book, {"kind": "sizeColumns", "sheet": 0, "column": 1, "count": 1, "widthPx": 210})
    service.apply(book, {"kind": "freeze", "sheet": 0, "rows": 1, "columns": 1})
    service.set_cell(book, 5, 1, "5%")
    service.apply(book, bold(False, 2, 1, 1, 1))
    assert bases(data) == []

    def state(at: ServiceProcess) -> Any:
        window = at.call("sheet/window", workbook=book, sheet=0, top=1, left=1, rows=1, columns=1)
        sheet = at.call("workbook/info", workbook=book)["sheets"][0]
        cells = [look(at, book, row, 1) for row in (1, 2, 3, 5)]
        texts = [(cell["text"], cell.get("bold", False)) for cell in cells]
        return texts, window["columnWidths"], (sheet["frozenRows"], sheet["frozenColumns"])

    after = ([("0.120", True), ("2.000", False), ("3.000", True), ("0.050", True)], [210], (1, 1))
    assert state(service) == after
    service.kill()
    service = start()
    assert state(service) == after
    for _ in range(5):
        service.undo(book)
    assert state(service) == ([("12%", False), ("2", False), ("3", False), ("", False)], [None], (0, 0))
    service.kill()
    service = start()
    for _ in range(5):
        service.redo(book)
    assert state(service) == after
    service.call("workbook/save", workbook=book)
    _check_saved(path)
    # A structure edit takes all of it into its base.
    service.apply(book, {"kind": "insertRows", "sheet": 0, "row": 8, "count": 1})
    assert len(bases(data)) == 1
    assert state(service) == after
    service.call("workbook/save", workbook=book)
    _check_saved(path)
    service.undo(book)
    assert state(service) == after


def _check_saved(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Numbers"]
    found = [(sheet[f"A{row}"].number_format, sheet[f"A{row}"].font.b) for row in (1, 2, 3, 5)]
    assert found[:3] == [("0.000", True), ("0.000", False), ("0.000", True)]
    assert found[3][0] == "0.000"
    assert found[3][1]
    assert sheet.freeze_panes == "B2"
    assert sheet.column_dimensions["A"].width == 30


def test_many_looks_are_folded_into_a_base(start: StartService, data: Path, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    for number in range(52):
        service.apply(book, bold(number % 2 == 1, 1, 1, 2, 1))
    assert len(bases(data)) == 1
    assert look(service, book, 1, 1)["bold"] is True
    service.call("workbook/save", workbook=book)
    assert openpyxl.load_workbook(path)["Numbers"]["A2"].font.b
