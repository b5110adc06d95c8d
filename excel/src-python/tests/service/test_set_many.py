"""Edits that come together: one computation, and each a step with a key of its own."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import StartService
from tests.support.save_and_die import Host
from tests.support.service_process import ROOM, CallFailed, ServiceProcess
from tests.support.workbooks import write_numbers

from app.engine.port import EngineFailed
from app.journal.history import Edit
from app.workbook.folder import DataDirectory
from app.workbook.registry import Workbooks

POISONED = [sys.executable, str(ROOM / "tests" / "support" / "poisoned_main.py")]


def _change(key: str, row: int, text: str, column: int = 1) -> dict[str, Any]:
    return {"key": key, "edits": [{"sheet": 0, "row": row, "column": column, "input": text}]}


def _open(service: ServiceProcess, tmp_path: Path) -> str:
    return str(service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"])


def test_each_is_a_step_and_applies_once(start: StartService, tmp_path: Path) -> None:
    service = start()
    book = _open(service, tmp_path)
    changes = [_change("a", 1, "10"), _change("b", 2, "20"), _change("c", 1, "11")]
    answer = service.call("cells/setMany", workbook=book, changes=changes)
    assert answer["outcomes"] == [{"repeated": False}] * 3
    assert (answer["revision"], answer["dirty"], answer["canUndo"]) == (3, True, True)
    assert service.text(book, 1, 2) == "34"
    service.kill()
    service = start()
    again = service.call("cells/setMany", workbook=book, changes=[*changes, _change("d", 3, "30")])
    assert again["outcomes"] == [{"repeated": True}] * 3 + [{"repeated": False}]
    shown = []
    for _ in range(4):
        shown.append(service.text(book, 1, 2))
        service.undo(book)
    assert [*shown, service.text(book, 1, 2)] == ["61", "34", "33", "15", "6"]


def test_what_is_refused_concerns_no_other(start: StartService, tmp_path: Path) -> None:
    service = start()
    book = _open(service, tmp_path)
    service.set_cell(book, 9, 9, "redo me")
    service.undo(book)
    changes = [_change("bad", 1, "=SUM("), _change("far", 2_000_000, "x")]
    refused = service.call("cells/setMany", workbook=book, changes=changes)
    assert [outcome["refused"]["code"] for outcome in refused["outcomes"]] == ["INVALID_PARAMS", "OUT_OF_RANGE"]
    assert (refused["canUndo"], refused["canRedo"]) == (False, True)
    service.redo(book)
    assert service.text(book, 9, 9) == "redo me"
    changes = [_change("one", 1, "5"), _change("bad", 2, "=SUM("), _change("two", 3, "7")]
    told = service.call("cells/setMany", workbook=book, changes=changes)
    assert [outcome.get("repeated") for outcome in told["outcomes"]] == [False, None, False]
    assert service.text(book, 1, 2) == "14"


@pytest.mark.parametrize("changes", [[], [{"key": "k"}], [{"key": "", "edits": []}], ["x"]])
def test_parameters_are_checked(start: StartService, tmp_path: Path, changes: list[Any]) -> None:
    service = start()
    book = _open(service, tmp_path)
    with pytest.raises(CallFailed) as failure:
        service.call("cells/setMany", workbook=book, changes=changes)
    assert failure.value.code == "INVALID_PARAMS"


def test_what_ends_the_process_is_found_among_them(start: StartService, tmp_path: Path) -> None:
    service = start(POISONED, POISON="crash")
    book = _open(service, tmp_path)
    changes = [_change("a", 1, "10"), _change("poison", 2, "crash"), _change("b", 3, "30")]
    for _ in range(2):
        service.ask("cells/setMany", workbook=book, changes=changes)
        assert service.process.wait(20) == -signal.SIGABRT
        service.kill()
        service = start(POISONED, POISON="crash")
    told = service.call("cells/setMany", workbook=book, changes=changes)
    codes = [outcome.get("refused", {}).get("code") for outcome in told["outcomes"]]
    assert codes == [None, "QUARANTINED", None]
    assert service.text(book, 1, 2) == "42"


def test_a_panic_costs_only_what_panics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbooks = Workbooks(DataDirectory(tmp_path / "data"), Host())
    workbook = workbooks.open(write_numbers(tmp_path / "a.xlsx"))
    real = type(workbook.engine).set_input

    def panics(engine: Any, sheet: int, row: int, column: int, text: str, **more: Any) -> None:
        if text == "panic":
            raise EngineFailed("it panicked")
        real(engine, sheet, row, column, text, **more)

    monkeypatch.setattr(type(workbook.engine), "set_input", panics)
    texts = ["10", "panic", "30"]
    outcomes = workbook.set_many([(text, (Edit(0, row, 1, text),)) for row, text in enumerate(texts, 1)])
    assert [isinstance(outcome, EngineFailed) for outcome in outcomes] == [False, True, False]
    assert workbook.engine.value(0, 1, 2) == 42
    assert [step.edits[0].text for step in workbook.history.done] == ["10", "30"]
    workbooks.release()


def test_computed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbooks = Workbooks(DataDirectory(tmp_path / "data"), Host())
    workbook = workbooks.open(write_numbers(tmp_path / "a.xlsx"))
    computed = []
    real = type(workbook.engine).evaluate
    monkeypatch.setattr(type(workbook.engine), "evaluate", lambda engine: (computed.append(1), real(engine)))
    workbook.set_many([(str(row), (Edit(0, row, 1, str(row)),)) for row in range(1, 21)])
    assert (len(computed), len(workbook.history.done)) == (1, 20)
    workbooks.release()


def test_cancelled_together(start: StartService, tmp_path: Path) -> None:
    service = start(POISONED, POISON="hang")
    book = _open(service, tmp_path)
    changes = [_change("a", 1, "10"), _change("b", 2, "hang")]
    service.ask("cells/setMany", workbook=book, changes=changes)
    service.kill()
    service = start()
    cancel = {"method": "cells/setMany", "workbook": book, "key": None, "path": None, "keys": ["a", "b"]}
    assert service.call("service/cancel", **cancel) == {"cancelled": True, "loading": False}
    assert service.call("workbook/info", workbook=book)["revision"] == 0
    # One of them had been done: the others are wanted, too.
    service.call("cells/setMany", workbook=book, changes=changes[:1])
    assert service.call("service/cancel", **cancel) == {"cancelled": False, "loading": False}
    told = service.call("cells/setMany", workbook=book, changes=changes)
    assert told["outcomes"] == [{"repeated": True}, {"repeated": False}]
