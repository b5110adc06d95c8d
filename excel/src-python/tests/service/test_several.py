"""The same in several areas is one step: for undo, and when the service is killed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import StartService
from tests.service.test_cell_operations import area
from tests.service.test_looks import look
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import write_numbers


def _texts(service: ServiceProcess, book: str) -> list[str]:
    return [service.text(book, row, 1) for row in (1, 2, 3)]


def test_one_step_for_undo_that_outlives_a_kill(start: StartService, tmp_path: Path) -> None:
    service = start()
    book = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    for row in (1, 2, 3):
        service.set_cell(book, row, 1, str(row * 11))
    bold = [
        {"kind": "format", "range": area(row, 1, 1, 1), "change": {"bold": True, "numberFormat": "0.0"}}
        for row in (1, 3)
    ]
    service.apply(book, {"kind": "several", "operations": bold})
    empty = [{"kind": "clear", "range": area(row, 1, 1, 1), "what": "all"} for row in (2, 3)]
    service.apply(book, {"kind": "several", "operations": empty})
    assert (_texts(service, book), look(service, book, 3, 1)) == (["11.0", "", ""], {"text": ""})
    service.kill()
    service = start()
    assert _texts(service, book) == ["11.0", "", ""]
    service.undo(book)
    assert _texts(service, book) == ["11.0", "22", "33.0"]
    assert [look(service, book, row, 1).get("bold", False) for row in (1, 2, 3)] == [True, False, True]
    service.undo(book)
    assert _texts(service, book) == ["11", "22", "33"]
    assert not any(look(service, book, row, 1).get("bold", False) for row in (1, 2, 3))


def test_areas_are_pasted_side_by_side(service: ServiceProcess, tmp_path: Path) -> None:
    book = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    for row in (1, 2):
        service.set_cell(book, row, 1, str(row))
        service.set_cell(book, row, 3, f"=A{row}*10")
    parts = [
        {"kind": "pasteRange", "source": area(1, left, 2, 1), "target": area(5, to, 2, 1), "what": "all"}
        for left, to in ((1, 6), (3, 7))
    ]
    answer = service.apply(book, {"kind": "several", "operations": parts})
    assert answer["target"] == area(5, 6, 2, 2)
    assert [service.text(book, 6, column) for column in (6, 7)] == ["2", "0"]
    assert service.call("cell/get", workbook=book, sheet=0, row=6, column=7)["input"] == "=E6*10"


@pytest.mark.parametrize(
    "operations",
    [
        [],
        [{"kind": "insertRows", "sheet": 0, "row": 1, "count": 1}],
        ["format"],
        [
            {"kind": "clear", "range": area(1, 1, 1, 1), "what": "all"},
            {"kind": "sizeRows", "sheet": 0, "row": 1, "count": 1},
        ],
        [{"kind": "clear", "range": area(1, 1, 1, 1), "what": "contents"}] * 1_001,
    ],
)
def test_what_can_not_be_done_together_is_refused(
    service: ServiceProcess, tmp_path: Path, operations: list[object]
) -> None:
    book = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    with pytest.raises(CallFailed) as refused:
        service.apply(book, {"kind": "several", "operations": operations})
    assert refused.value.code == "INVALID_PARAMS"
    assert service.text(book, 1, 1) != ""
