"""Edits, undo and redo."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import xlsxwriter
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import write_numbers


@pytest.fixture
def book(service: ServiceProcess, tmp_path: Path) -> str:
    workbook_id: str = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    return workbook_id


def _edit(row: int, column: int, text: str, sheet: int = 0) -> dict[str, object]:
    return {"sheet": sheet, "row": row, "column": column, "input": text}


def test_edit_recalculates_over_sheets(service: ServiceProcess, book: str) -> None:
    changed = service.set_cell(book, 1, 1, "11")
    assert (changed["revision"], changed["dirty"], changed["canUndo"], changed["canRedo"]) == (1, True, True, False)
    assert (changed["repeated"], changed["at"]) == (False, None)
    assert service.text(book, 1, 2) == "16"
    assert service.text(book, 1, 1, sheet=1) == "32"


def test_edit_beyond_the_used_range_grows_it(service: ServiceProcess, book: str) -> None:
    assert service.set_cell(book, 40, 7, "x")["sheets"][0]["rows"] == 40
    assert service.undo(book)["sheets"][0]["rows"] == 3


def test_key_applies_once(service: ServiceProcess, book: str) -> None:
    edits = [_edit(1, 1, "5")]
    first = service.call("cells/set", workbook=book, key="once", edits=edits)
    again = service.call("cells/set", workbook=book, key="once", edits=edits)
    assert (first["repeated"], again["repeated"], again["revision"]) == (False, True, first["revision"])
    service.call("workbook/undo", workbook=book, key="undo")
    assert service.call("workbook/undo", workbook=book, key="undo")["repeated"] is True
    assert service.text(book, 1, 1) == "1"


def test_many_edits_are_one_step(service: ServiceProcess, book: str) -> None:
    service.call("cells/set", workbook=book, key="k", edits=[_edit(1, 1, "4"), _edit(2, 1, "5"), _edit(9, 9, "$6")])
    assert [service.text(book, *cell) for cell in ((1, 1), (2, 1), (9, 9))] == ["4", "5", "$6"]
    undone = service.undo(book)
    assert undone["at"] == {"sheet": 0, "row": 1, "column": 1}
    assert (undone["dirty"], undone["canUndo"], undone["canRedo"]) == (False, False, True)
    assert [service.text(book, *cell) for cell in ((1, 1), (2, 1), (9, 9))] == ["1", "2", ""]
    assert service.redo(book)["canRedo"] is False
    assert [service.text(book, *cell) for cell in ((1, 1), (2, 1), (9, 9))] == ["4", "5", "$6"]


def test_undo_takes_back_the_format_too(service: ServiceProcess, book: str) -> None:
    service.set_cell(book, 5, 5, "$5")
    service.undo(book)
    service.set_cell(book, 5, 5, "7")
    assert service.text(book, 5, 5) == "7"


def test_nothing_to_undo_changes_nothing(service: ServiceProcess, book: str) -> None:
    assert service.undo(book)["revision"] == 0
    assert service.redo(book)["revision"] == 0


@pytest.mark.parametrize("text", ["007", "=1+1", "'quoted", "1/2/2024", "TRUE", "50%", "#N/A", "plain", "文字", "a\nb"])
def test_text_stays_text_when_its_input_is_typed_again(service: ServiceProcess, book: str, text: str) -> None:
    service.set_cell(book, 1, 3, f"'{text}")
    cell = service.call("cell/get", workbook=book, sheet=0, row=1, column=3)
    assert (cell["text"], cell["kind"]) == (text, "text")
    service.set_cell(book, 2, 3, cell["input"])
    again = service.call("cell/get", workbook=book, sheet=0, row=2, column=3)
    assert (again["text"], again["kind"]) == (text, "text")


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (_edit(1, 1, "1", sheet=2), "UNKNOWN_SHEET"),
        (_edit(1_048_577, 1, "1"), "OUT_OF_RANGE"),
        (_edit(1, 16_385, "1"), "OUT_OF_RANGE"),
        (_edit(1, 1, "=SUM("), "INVALID_PARAMS"),
        (_edit(1, 1, "bell\x07"), "INVALID_PARAMS"),
        (_edit(1, 1, "\ud800"), "INVALID_PARAMS"),
        (_edit(1, 1, "x" * 40_000), "INVALID_PARAMS"),
    ],
)
def test_refused_edit_changes_nothing(service: ServiceProcess, book: str, edit: dict[str, object], code: str) -> None:
    service.set_cell(book, 3, 1, "30")
    service.set_cell(book, 3, 1, "31")
    service.undo(book)
    with pytest.raises(CallFailed) as failure:
        service.call("cells/set", workbook=book, key="k", edits=[_edit(2, 1, "99"), edit])
    assert failure.value.code == code
    assert [service.text(book, row, 1) for row in (1, 2, 3)] == ["1", "2", "30"]
    assert service.redo(book)["canRedo"] is False
    assert service.text(book, 3, 1) == "31"


def test_formula_of_an_unknown_function_is_taken(service: ServiceProcess, book: str) -> None:
    service.set_cell(book, 1, 3, "=NOSUCHFUNCTION(1)")
    assert service.text(book, 1, 3) == "#NAME?"


def test_cells_filled_by_another_are_locked(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "filled.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_array_formula("A1:A3", "{=ROW(A1:A3)}")
        sheet.merge_range("C1:D2", "merged")
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 6, "=SEQUENCE(3)")
    for row, column, code in ((2, 1, "CELL_LOCKED_BY_SPILL"), (1, 1, "CELL_LOCKED_BY_SPILL"),
                              (2, 6, "CELL_LOCKED_BY_SPILL"), (2, 4, "INVALID_PARAMS")):  # fmt: skip
        with pytest.raises(CallFailed) as failure:
            service.set_cell(book, row, column, "x")
        assert failure.value.code == code
    # Clearing what is only covered changes nothing, so that a selection over it can be cleared.
    service.call("cells/set", workbook=book, key="k", edits=[_edit(row, 4, "") for row in (1, 2)] + [_edit(2, 6, "")])
    assert service.call("workbook/info", workbook=book)["revision"] == 1
    service.set_cell(book, 1, 6, "")
    assert [service.text(book, row, 6) for row in (1, 2, 3)] == ["", "", ""]
    service.undo(book)
    assert [service.text(book, row, 6) for row in (1, 2, 3)] == ["1", "2", "3"]


def test_edits_are_fast(service: ServiceProcess, book: str) -> None:
    durations = []
    cpu = service.cpu_seconds()
    for number in range(60):
        begin = time.perf_counter()
        service.set_cell(book, number + 1, 3, str(number))
        durations.append(time.perf_counter() - begin)
    cpu = (service.cpu_seconds() - cpu) / len(durations)
    print(f"edit acknowledged: p50 {sorted(durations)[30] * 1000:.2f} ms of 60, {cpu * 1000:.2f} ms of them computing")
    # Two commits and an evaluation; a slow disk or a busy machine must not fail it, an accidental reload must.
    assert cpu < 0.03
