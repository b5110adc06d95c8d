"""Snapshots of where the user is: restarts read the newest, and do without any of them."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import StartService
from tests.support.save_and_die import Host
from tests.support.service_process import ServiceProcess
from tests.support.workbooks import write_numbers

from app.journal.history import Edit
from app.operations.operations import choose_plan
from app.workbook import replay_effort
from app.workbook.folder import DataDirectory
from app.workbook.registry import Workbooks
from app.workbook.workbook import Workbook

FORCED = {replay_effort.EVERY_VARIABLE: "1"}


def _states(data: Path) -> list[Path]:
    return sorted(data.glob("workbooks/*/state-*"), key=lambda path: path.name)


def _wait_for_state(data: Path, top: int) -> Path:
    _wait_until(lambda: any(data.glob(f"workbooks/*/state-{top}")), f"No snapshot after operation {top}")
    return next(data.glob(f"workbooks/*/state-{top}"))


def _wait_until(condition: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, otherwise
        time.sleep(0.002)


def _edited(start: StartService, tmp_path: Path, data: Path) -> tuple[ServiceProcess, str]:
    """A1 is 1 to 6 in turn, with a snapshot of each; a formula that spills, and a cell beyond the last snapshot."""
    service = start(**FORCED)
    book = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    service.set_cell(book, 5, 5, "=SEQUENCE(A1)")
    for number in range(2, 7):
        service.set_cell(book, 1, 1, str(number))
        _wait_for_state(data, number)
    _wait_until(lambda: len(_states(data)) == 2, f"Snapshots: {_states(data)}")
    service.kill()
    service = start()
    service.set_cell(book, 9, 9, "after")
    service.kill()
    return service, book


def _check_steps(service: ServiceProcess, book: str) -> None:
    assert [service.text(book, 9, 9), service.text(book, 1, 1), service.text(book, 10, 5)] == ["after", "6", "6"]
    service.undo(book)
    for number in range(6, 1, -1):
        assert [service.text(book, 1, 1), service.text(book, 4 + number, 5)] == [str(number), str(number)]
        assert service.text(book, 5 + number, 5) == ""
        changed = service.undo(book)
    assert service.undo(book)["canUndo"] is False
    assert [service.text(book, 1, 1), service.text(book, 5, 5), changed["canUndo"]] == ["1", "", True]
    for _ in range(7):
        changed = service.redo(book)
    assert [service.text(book, 9, 9), service.text(book, 1, 1), service.text(book, 10, 5)] == ["after", "6", "6"]
    assert changed["canRedo"] is False


def test_two_are_kept_private_and_every_step_can_be_undone(start: StartService, tmp_path: Path, data: Path) -> None:
    _, book = _edited(start, tmp_path, data)
    assert [path.name for path in _states(data)] == ["state-5", "state-6"]
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in _states(data)} == {0o600}
    _check_steps(start(), book)


@pytest.mark.parametrize("damaged", [1, 2])
def test_damaged_ones_are_told_of_and_done_without(
    start: StartService, tmp_path: Path, data: Path, damaged: int
) -> None:
    _, book = _edited(start, tmp_path, data)
    for path in _states(data)[-damaged:]:
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    service = start()
    _check_steps(service, book)
    for name in ["state-6", "state-5"][:damaged]:
        service.wait_for_log(f"{name} is damaged")


def test_restart_repeats_only_what_came_after(start: StartService, tmp_path: Path, data: Path) -> None:
    """Shown by a journal whose older operations have another text by now, which nobody is to see."""
    service, book = _edited(start, tmp_path, data)
    journal = data / "workbooks" / book / "journal.sqlite"
    service = start(**{replay_effort.EVERY_VARIABLE: "1000"})
    shown = service.text(book, 10, 5)
    service.kill()
    with sqlite3.connect(journal) as connection:
        connection.execute("UPDATE operations SET payload = '[[0, 7, 7, \"repeated\"]]' WHERE seq = 6")
    connection.close()
    service = start()
    assert [shown, service.text(book, 7, 7), service.text(book, 9, 9)] == ["6", "", "after"]


def _open(tmp_path: Path) -> tuple[Workbooks, Workbook]:
    workbooks = Workbooks(DataDirectory(tmp_path / "data"), Host())
    loaded = workbooks.list_loadable()
    return workbooks, loaded[0] if loaded else workbooks.open(write_numbers(tmp_path / "a.xlsx"))


def _snapshot(workbook: Workbook) -> None:
    taken = workbook.take_state()
    assert taken is not None
    workbook.states.write(taken)


def test_what_was_set_aside_or_released_below_makes_it_useless(tmp_path: Path) -> None:
    workbooks, workbook = _open(tmp_path)
    for number in (1, 2, 3):
        workbook.set_cells(f"k{number}", (Edit(0, number, 3, f"x{number}"),))
    _snapshot(workbook)
    workbook.journal.quarantine(workbook.history.done[1])
    workbooks.release()
    workbooks, workbook = _open(tmp_path)
    assert [workbook.engine.value(0, row, 3) for row in (1, 2, 3)] == ["x1", None, "x3"]
    _snapshot(workbook)
    workbook.retry("k2")
    assert [workbook.engine.value(0, row, 3) for row in (1, 2, 3)] == ["x1", "x2", "x3"]
    workbooks.release()


def test_full_disk_costs_the_snapshot_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    workbooks, workbook = _open(tmp_path)
    workbook.set_cells("k", (Edit(0, 1, 3, "x"),))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("app.workbook.snapshot.os.fsync", full)
        _snapshot(workbook)
    assert "No space left" in caplog.text
    assert workbook.folder.states() == []
    workbook.set_cells("l", (Edit(0, 2, 3, "y"),))
    _snapshot(workbook)
    assert [path.name for path in workbook.folder.states()] == ["state-2"]
    # What a kill leaves of one goes with the next.
    (workbook.folder.path / "state-9.part").write_bytes(b"half")
    workbook.set_cells("m", (Edit(0, 3, 3, "z"),))
    _snapshot(workbook)
    assert sorted(path.name for path in workbook.folder.states()) == ["state-2", "state-3"]
    workbooks.release()


def test_changes_of_the_file_have_their_own(tmp_path: Path) -> None:
    workbooks, workbook = _open(tmp_path)
    workbook.set_cells("a", (Edit(0, 1, 3, "x"),))
    _snapshot(workbook)
    insert = {"kind": "insertRows", "sheet": 0, "row": 1, "count": 1}
    workbook.apply("b", choose_plan(insert, list))
    assert workbook.take_state() is None
    workbook.set_cells("c", (Edit(0, 5, 3, "y"),))
    _snapshot(workbook)
    workbooks.release()
    workbooks, workbook = _open(tmp_path)
    assert [workbook.engine.value(0, row, 3) for row in (2, 5)] == ["x", "y"]
    for key in ("u1", "u2"):
        workbook.step(key, "undo")
    assert [workbook.engine.value(0, row, 3) for row in (1, 2)] == ["x", None]
    workbook.step("u3", "undo")
    assert workbook.engine.value(0, 1, 3) is None
    for key in ("r1", "r2", "r3"):
        workbook.step(key, "redo")
    assert [workbook.engine.value(0, row, 3) for row in (2, 5)] == ["x", "y"]
    workbooks.release()


def test_when_it_is_worth_one(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(replay_effort.time, "monotonic", lambda: now)
    small = replay_effort.Operation(1, "set", (Edit(0, 1, 1, "x"),))
    effort = replay_effort.ReplayEffort()
    now += 10_000
    assert not effort.is_worth_a_snapshot()
    effort.add(small)
    now += 299
    assert not effort.is_worth_a_snapshot()
    now += 1
    assert effort.is_worth_a_snapshot()
    # Many: in a quiet moment; very many, slow or large ones: at once.
    effort = replay_effort.ReplayEffort()
    for _ in range(2_000):
        effort.add(small)
    assert not effort.is_worth_a_snapshot()
    now += 2
    assert effort.is_worth_a_snapshot()
    for operation, seconds in (
        (replay_effort.Operation(1, "set", (Edit(0, 1, 1, "x"),) * 20_000), 0.0),
        (replay_effort.Operation(1, "set", (Edit(0, 1, 1, "x" * 4_000_000),)), 0.0),
        (small, 0.25),
    ):
        effort = replay_effort.ReplayEffort()
        effort.add(operation, seconds)
        assert effort.is_worth_a_snapshot()
