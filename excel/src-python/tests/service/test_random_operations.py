"""Random operations on a workbook with a bit of everything: kills, saves, undo and redo give the same cells."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from tests.conftest import StartService
from tests.package.rich_book import make_rich_book
from tests.service.test_cell_operations import area
from tests.support.service_process import CallFailed, ServiceProcess

OPERATIONS = 24


class Dice:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def operation(self, sheets: int) -> dict[str, Any]:
        pick = self._random
        sheet, row, column = pick.randrange(sheets), pick.randint(1, 22), pick.randint(1, 12)
        count, place = pick.randint(1, 3), {"sheet": 0, "row": pick.randint(1, 22), "column": pick.randint(1, 12)}
        block = area(row, column, count, pick.randint(1, 3), sheet)
        target = area(place["row"], place["column"], 1, 1)
        what, edges = pick.choice(["all", "values", "formulas", "formats"]), pick.choice(["all", "outer", "inner"])
        borders = {"edges": edges, "line": pick.choice(["thin", "dashed", "none"])}
        made: list[Callable[[], dict[str, Any]]] = [
            lambda: {"kind": "insertRows", "sheet": sheet, "row": row, "count": count},
            lambda: {"kind": "deleteRows", "sheet": sheet, "row": row, "count": count},
            lambda: {"kind": "insertColumns", "sheet": sheet, "column": column, "count": count},
            lambda: {"kind": "deleteColumns", "sheet": sheet, "column": column, "count": count},
            lambda: {"kind": "format", "range": block, "change": {"bold": True, "borders": borders}},
            lambda: {
                "kind": "sort",
                "range": area(1, 1, 20, 6, sheet),
                "header": True,
                "by": [{"column": 2, "descending": True}],
            },
            lambda: {"kind": "pasteRange", "source": block, "target": target, "what": what},
            lambda: {"kind": "moveRange", "source": block, "to": place},
            lambda: {"kind": "fill", "source": block, "target": block | {"rows": count + 4}, "how": "series"},
            lambda: {"kind": "merge", "range": block},
            lambda: {"kind": "unmerge", "range": block},
            lambda: {"kind": "addSheet", "at": 0},
            lambda: {"kind": "moveSheet", "sheet": sheet, "to": 0},
            lambda: {"kind": "renameSheet", "sheet": sheet, "name": f"N'{pick.randint(1, 99)}"},
            lambda: {"kind": "clear", "range": block, "what": "all"},
            lambda: {"kind": "filter", "sheet": sheet, "range": area(1, 1, 15, 3, sheet), "choices": []},
        ]
        return pick.choice(made)()


def _cells(service: ServiceProcess, book: str) -> list[Any]:
    found = []
    for sheet in service.call("workbook/info", workbook=book)["sheets"]:
        asked = {"workbook": book, "sheet": sheet["index"], "top": 1, "left": 1, "rows": 60, "columns": 20}
        window = service.call("sheet/window", **asked)
        shown = [(cell["row"], cell["column"], cell["text"]) for cell in window["cells"] if cell["text"]]
        found.append((sheet["name"], shown, window.get("merges"), window.get("filter")))
    return found


@pytest.mark.parametrize("seed", [11, 12])
def test_random_operations(start: StartService, tmp_path: Path, seed: int) -> None:
    path = make_rich_book(tmp_path / "rich.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    dice = Dice(seed)
    first = _cells(service, book)
    for number in range(1, OPERATIONS + 1):
        sheets = len(service.call("workbook/info", workbook=book)["sheets"])
        try:
            service.apply(book, dice.operation(sheets))
        except CallFailed as failed:
            if failed.code not in ("STRUCTURE_REFUSED", "CELL_LOCKED_BY_SPILL", "INVALID_PARAMS"):
                raise
        if number % 12 == 0:
            before = _cells(service, book)
            service.kill()
            service = start()
            assert _cells(service, book) == before
            service.call("workbook/save", workbook=book)
            assert openpyxl.load_workbook(path).sheetnames == CalamineWorkbook.from_path(path).sheet_names
    last = _cells(service, book)
    while service.call("workbook/info", workbook=book)["canUndo"]:
        service.undo(book)
    assert _cells(service, book) == first
    while service.call("workbook/info", workbook=book)["canRedo"]:
        service.redo(book)
    assert _cells(service, book) == last
