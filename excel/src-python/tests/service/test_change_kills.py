"""Changes of the file under SIGKILL, and bases that are gone."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import StartService
from tests.service.test_cell_operations import area
from tests.service.test_lines import inputs
from tests.service.test_sheets import names
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import write_numbers


def test_killed_in_the_middle_of_changes(start: StartService, data: Path, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    dice = random.Random(5)
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    operations: list[dict[str, Any]] = [
        {"kind": "insertRows", "sheet": 0, "row": 2, "count": 1},
        {"kind": "format", "range": area(1, 1, 3, 2), "change": {"bold": True}},
        {"kind": "renameSheet", "sheet": 0, "name": "Renamed"},
        {"kind": "insertColumns", "sheet": 0, "column": 1, "count": 1},
    ]
    for number, operation in enumerate(operations):
        service.ask("workbook/apply", workbook=book, key=f"key {number}", operation=operation)
        # The moment of the kill is what is random here: anywhere in the operation's tenth of a second.
        time.sleep(dice.uniform(0, 0.15))
        service.kill()
        service = start()
        # Acknowledged or not, it is sent again, and takes effect once.
        changed = service.call("workbook/apply", workbook=book, key=f"key {number}", operation=operation)
        assert [sheet["name"] for sheet in changed["sheets"]][1] == "二"
        assert service.call("workbook/apply", workbook=book, key=f"key {number}", operation=operation)["repeated"]
    assert inputs(service, book, 0, (1, 2), (1, 3), (3, 2)) == ["1", "=SUM(B1:B4)", "2"]
    assert service.text(book, 1, 1, sheet=1) == "12"
    [folder] = (data / "workbooks").iterdir()
    assert list(folder.glob("change-*")) == []
    for _ in operations:
        service.undo(book)
    assert inputs(service, book, 0, (1, 1), (1, 2), (3, 1)) == ["1", "=SUM(A1:A3)", "3"]
    assert names(service, book) == ["Numbers", "二"]


def test_a_base_that_is_gone_is_made_again(start: StartService, data: Path, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    for number in range(3):
        service.set_cell(book, 1, 1, str(number + 10))
        service.apply(book, {"kind": "insertRows", "sheet": 0, "row": 1, "count": 1})
        service.set_cell(book, 1, 2, f"=A{number + 2}")
    service.kill()
    [folder] = (data / "workbooks").iterdir()
    bases = sorted(folder.glob("base-*"))
    assert len(bases) == 3
    for base in (*bases[1:], *folder.glob("snapshot-*")):
        base.unlink()
    service = start()

    def state(at: ServiceProcess) -> list[str]:
        return [*inputs(at, book, 0, (4, 1), (1, 2), (2, 2), (3, 2), (4, 2)), at.text(book, 1, 1, sheet=1)]

    assert state(service) == ["10", "=A4", "=A4", "=A4", "=SUM(A4:A6)", "30"]
    service.undo(book)
    service.undo(book)
    assert inputs(service, book, 0, (3, 1), (1, 1), (1, 2)) == ["10", "12", "=A3"]


def test_an_operation_that_can_not_be_is_no_operation(service: ServiceProcess) -> None:
    book = service.call("workbook/new")["id"]
    for operation in ({"kind": "format"}, {"kind": "sort", "range": area(1, 1, 0, 1)}, {"kind": "merge", "range": 5}):
        with pytest.raises(CallFailed) as failed:
            service.call("workbook/apply", workbook=book, key="k", operation=operation)
        assert failed.value.code in ("INVALID_PARAMS", "OUT_OF_RANGE")
    assert service.call("workbook/info", workbook=book)["revision"] == 0
