"""What a workbook does when its engine breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import ironcalc
import pytest
from tests.support.save_and_die import Host
from tests.support.workbooks import write_numbers

from app.engine.guard import guarded
from app.engine.ironcalc_engine import IronCalcEngine
from app.engine.port import EngineFailed
from app.errors import ServiceError
from app.journal.history import Edit
from app.journal.schema import JournalFailed
from app.workbook import workbook as workbook_module
from app.workbook.folder import DataDirectory
from app.workbook.registry import Workbooks
from app.workbook.workbook import Workbook

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
    """Typing ``poison`` panics, really."""
    real = IronCalcEngine.set_input

    def set_input(
        engine: IronCalcEngine, sheet: int, row: int, column: int, text: str, *, keeps_format: bool = False
    ) -> None:
        real(engine, sheet, row, column, text, keeps_format=keeps_format)
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
    with pytest.raises(EngineFailed, match="set aside"):
        workbook.set_cells("poison", POISON)


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
    # As two processes leave it that were killed in the middle of the load.
    workbook.describe({"loading": "2"})
    again = Workbook(workbook.folder, workbook.journal, Host())
    assert "stopped twice" in (again.read_only or "")
    assert again.cells.look(0, 1, 2).text == "6"
    with pytest.raises(ServiceError) as failure:
        again.set_cells("k", POISON)
    assert failure.value.code == "READ_ONLY"


def test_journal_that_can_not_be_replayed_is_kept(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise EngineFailed("no")

    monkeypatch.setattr(workbook_module, "replay", fail)
    again = Workbook(workbook.folder, workbook.journal, Host())
    assert "edits stay in the journal" in (again.read_only or "")
    assert len(again.journal.operations()) == 1
