"""What a workbook does when its engine breaks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ironcalc
import pytest
from tests.support.save_and_die import Host
from tests.support.workbooks import write_large, write_numbers

from app.engine.guard import guarded
from app.engine.ironcalc_engine import IronCalcEngine
from app.engine.port import EngineFailed
from app.errors import ServiceError
from app.journal.history import Edit
from app.journal.schema import JournalFailed
from app.workbook import loaded
from app.workbook.attempts import Attempts
from app.workbook.folder import DataDirectory
from app.workbook.registry import Workbooks
from app.workbook.workbook import LOAD_KEY, Workbook

POISON = (Edit(0, 5, 5, "poison"),)


@pytest.fixture
def workbooks(tmp_path: Path) -> Iterator[Workbooks]:
    opened = Workbooks(DataDirectory(tmp_path / "data"), Host())
    yield opened
    opened.release()


@pytest.fixture
def workbook(workbooks: Workbooks, tmp_path: Path) -> Workbook:
    opened = workbooks.open(write_numbers(tmp_path / "a.xlsx"))
    opened.set_cells("first", (Edit(0, 1, 1, "11"),))
    return opened


@pytest.fixture
def panics(monkeypatch: pytest.MonkeyPatch) -> None:
    _panic_at_poison(monkeypatch)


def _panic_at_poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typing ``poison`` panics, really."""
    real = IronCalcEngine.set_input

    def set_input(engine: IronCalcEngine, sheet: int, row: int, column: int, text: str, **options: Any) -> None:
        real(engine, sheet, row, column, text, **options)
        if text == "poison":
            guarded(ironcalc.test_panic)()

    monkeypatch.setattr(IronCalcEngine, "set_input", set_input)


@pytest.mark.usefixtures("panics")
def test_panic_during_an_edit_is_told_and_not_replayed(workbook: Workbook) -> None:
    with pytest.raises(EngineFailed, match="stopped in the middle"):
        workbook.set_cells("poison", POISON)
    assert workbook.history.revision == 1
    # A new engine, with everything that was acknowledged and nothing of the edit.
    assert [workbook.engine.value(0, *cell) for cell in ((1, 1), (1, 2), (5, 5))] == [11, 16, None]
    workbook.step("undo", "undo")
    assert workbook.engine.value(0, 1, 2) == 6


@pytest.mark.usefixtures("panics")
def test_edit_that_failed_twice_is_set_aside(workbook: Workbook) -> None:
    for _ in range(2):
        with pytest.raises(EngineFailed, match="stopped in the middle"):
            workbook.set_cells("poison", POISON)
    with pytest.raises(ServiceError, match="set aside") as failure:
        workbook.set_cells("poison", POISON)
    assert failure.value.code == "QUARANTINED"
    # Again on request, once.
    with pytest.raises(EngineFailed, match="stopped in the middle"):
        workbook.retry("poison")
    with pytest.raises(ServiceError, match="set aside"):
        workbook.set_cells("poison", POISON)
    [found] = workbook.quarantined()
    assert (found.key, found.operation.edits) == ("poison", POISON)
    workbook.drop("poison")
    assert workbook.set_cells("poison", POISON).repeated
    assert workbook.quarantined() == []


def test_acknowledged_edit_that_stops_the_replay_is_set_aside_alone(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It went well when it was made: another version of the engine, say, stops at it.
    workbook.set_cells("bad", (Edit(0, 2, 1, "poison"),))
    workbook.set_cells("good", (Edit(0, 3, 1, "5"),))
    workbook.step("undo", "undo")
    workbook.step("redo", "redo")
    with monkeypatch.context() as patched:
        _panic_at_poison(patched)
        again = Workbook(workbook.folder, workbook.journal, Host())
        assert again.read_only is None
        assert [again.engine.value(0, row, 1) for row in (1, 2, 3)] == [11, 2, 5]
        assert [found.key for found in again.quarantined()] == ["bad"]
        for number in range(2):
            again.step(f"undo{number}", "undo")
        assert [again.engine.value(0, row, 1) for row in (1, 2, 3)] == [11, 2, 3]
        for number in range(2):
            again.step(f"redo{number}", "redo")
    again.retry("bad")
    assert [again.engine.value(0, row, 1) for row in (1, 2, 3)] == [11, "poison", 5]
    assert again.quarantined() == []


def test_thousand_edits_on_a_million_cells_are_back_within_a_second(tmp_path: Path) -> None:
    path = write_large(tmp_path / "large.xlsx", 100_000)
    workbooks = Workbooks(DataDirectory(tmp_path / "data"), Host())
    large = workbooks.open(path)
    for number in range(1000):
        # Recorded as the methods do; evaluating after each would take five minutes.
        operation = large.journal.begin(str(number), "set", (Edit(0, 1 + number * 97, 1 + number % 6, str(number)),))
        large.journal.confirm(operation)
    workbooks.release()
    # Of this process: what else the machine does at the moment is not the journal's.
    begun, begun_cpu = time.perf_counter(), time.process_time()
    again = Workbooks(DataDirectory(tmp_path / "data"), Host())
    [taken_up] = again.list_loadable()
    seconds, cpu = time.perf_counter() - begun, time.process_time() - begun_cpu
    print(f"1,000 operations on a million cells: back after {seconds:.2f} s, {cpu:.2f} s of them computing")
    assert taken_up.engine.value(0, 1 + 999 * 97, 1 + 999 % 6) == 999
    assert taken_up.recovered_edits == 1000
    assert cpu <= 1.0
    again.release()


def test_edit_that_can_not_be_recorded_is_taken_back(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise JournalFailed("no")

    with monkeypatch.context() as patched:
        patched.setattr(workbook.journal, "confirm", fail)
        with pytest.raises(JournalFailed):
            workbook.set_cells("lost", (Edit(0, 2, 1, "99"),))
    assert workbook.engine.value(0, 2, 1) == 2
    workbook.set_cells("lost", (Edit(0, 2, 1, "99"),))
    assert workbook.engine.value(0, 2, 1) == 99


def test_workbook_that_ends_the_process_while_loading_is_shown_read_only(workbook: Workbook) -> None:
    # As two processes leave it that crashed in the middle of the load.
    crashed = Attempts().next().blamed(hung=False)
    workbook.describe(crashed.next().blamed(hung=False).facts())
    again = Workbook(workbook.folder, workbook.journal, Host())
    assert "did not get through" in (again.read_only or "")
    assert again.cells.look(0, 1, 2).text == "6"
    with pytest.raises(ServiceError) as failure:
        again.set_cells("k", POISON)
    assert failure.value.code == "READ_ONLY"
    assert again.is_load_quarantined
    again.retry(LOAD_KEY)
    assert again.read_only is None
    assert again.engine.value(0, 1, 1) == 11


def test_load_that_ended_at_its_deadline_is_not_tried_again(workbook: Workbook) -> None:
    begun = Attempts().next()
    loads = {
        "killed": begun,
        "killed thrice": begun.next().next(),
        "killed four times": begun.next().next().next(),
        "crashed": begun.blamed(hung=False),
        "hung": begun.blamed(hung=True),
    }
    seen = {}
    for name, attempts in loads.items():
        workbook.describe(attempts.facts())
        seen[name] = Workbook(workbook.folder, workbook.journal, Host()).read_only is None
    assert seen == {
        "killed": True, "killed thrice": True, "killed four times": False, "crashed": True, "hung": False,
    }  # fmt: skip


def test_journal_that_can_not_be_replayed_is_kept(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise EngineFailed("no")

    for name in ("replay", "replay_carefully"):
        monkeypatch.setattr(loaded, name, fail)
    again = Workbook(workbook.folder, workbook.journal, Host())
    assert "edits stay in the journal" in (again.read_only or "")
    assert len(again.journal.operations()) == 1
