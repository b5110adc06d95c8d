"""Random edits, undos, redos, snapshots and restarts against a model that is a list of dictionaries."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.support.save_and_die import Host
from tests.support.workbooks import write_numbers

from app.engine.port import CellError, InputRefused
from app.errors import ServiceError
from app.journal.history import Edit
from app.workbook.folder import DataDirectory
from app.workbook.registry import Workbooks
from app.workbook.workbook import Workbook

Cells = dict[tuple[int, int], str]

# What a cell holds, by input. Formulas refer to the first column from the others, so that there are no circles.
_VALUES: dict[str, object] = {
    "": None, "5": 5.0, "$5": 5.0, "50%": 0.5, "2026-11-24": 46350.0, "'007": "007", "text": "text", "TRUE": True,
    "=1+2": 3.0, "=1/0": CellError("#DIV/0!"), "a\nb": "a\nb",
}  # fmt: skip
_FORMULAS = ["=A1", "=A2*2", "=A1&A2", "=SUM(A1:A3)"]
_edits = st.lists(
    st.one_of(
        st.tuples(st.integers(1, 3), st.integers(1, 3), st.sampled_from(sorted(_VALUES))),
        st.tuples(st.integers(1, 3), st.integers(2, 3), st.sampled_from(_FORMULAS)),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda edit: edit[:2],
)


class WorkbookMachine(RuleBasedStateMachine):
    """The model keeps inputs; the workbook keeps them through an engine, a journal and restarts."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = write_numbers(Path(self.folder.name) / "a.xlsx")
        self.workbooks = Workbooks(DataDirectory(Path(self.folder.name) / "data"), Host())
        self.workbook: Workbook = self.workbooks.open(self.path)
        self.states: list[Cells] = [{(1, 2): "=SUM(A1:A3)"}]
        self.kept = list(self.states)
        self.looks: dict[int, list[object]] = {}
        self.at = 0
        self.count = 0

    def _key(self) -> str:
        self.count += 1
        return f"key-{self.count}"

    @rule(edits=_edits)
    def set(self, edits: list[tuple[int, int, str]]) -> None:
        change = self.workbook.set_cells(self._key(), tuple(Edit(0, row, column, text) for row, column, text in edits))
        assert not change.repeated
        cells = {**self.states[self.at], **{(row, column): text for row, column, text in edits}}
        self.states[self.at + 1 :] = [cells]
        self.kept.append(cells)  # So that no other gets its identity.
        self.at += 1

    @rule(several=st.lists(_edits, min_size=2, max_size=4), refused_at=st.integers(-1, 3))
    def set_many(self, several: list[list[tuple[int, int, str]]], refused_at: int) -> None:
        changes = [(self._key(), tuple(Edit(0, row, column, text) for row, column, text in edits)) for edits in several]
        if 0 <= refused_at <= len(changes):
            changes.insert(refused_at, (self._key(), (Edit(0, 1, 1, "9"), Edit(0, 2, 2, "=SUM("))))
        outcomes = self.workbook.set_many(changes)
        assert [isinstance(outcome, InputRefused) for outcome in outcomes] == [
            index == refused_at for index in range(len(changes))
        ]
        for edits in several:
            cells = {**self.states[self.at], **{(row, column): text for row, column, text in edits}}
            self.states[self.at + 1 :] = [cells]
            self.kept.append(cells)
            self.at += 1

    @rule()
    def refused(self) -> None:
        try:
            self.workbook.set_cells(self._key(), (Edit(0, 1, 1, "9"), Edit(0, 2, 2, "=SUM(")))
        except InputRefused:
            return
        raise AssertionError("A formula that can't be read was taken")

    @rule()
    def undo(self) -> None:
        self.workbook.step(self._key(), "undo")
        self.at = max(0, self.at - 1)

    @rule()
    def redo(self) -> None:
        self.workbook.step(self._key(), "redo")
        self.at = min(len(self.states) - 1, self.at + 1)

    @rule()
    def repeat(self) -> None:
        if self.count:
            key = f"key-{self.count}"
            if self.workbook.journal.is_applied(key):
                assert self.workbook.set_cells(key, (Edit(0, 1, 1, "twice"),)).repeated

    @rule()
    def restart(self) -> None:
        revision = self.workbook.history.revision
        self.workbooks.release()
        self.workbooks = Workbooks(DataDirectory(Path(self.folder.name) / "data"), Host())
        [self.workbook] = self.workbooks.list_loadable()
        assert self.workbook.history.revision == revision

    @rule()
    def snapshot(self) -> None:
        if (taken := self.workbook.take_state()) is not None:
            self.workbook.states.write(taken)

    @rule()
    def damage_snapshot(self) -> None:
        for path in self.workbook.folder.states()[:1]:
            path.write_bytes(path.read_bytes()[:-1])

    @rule()
    def save(self) -> None:
        try:
            self.workbooks.save(self.workbook, None, overwrite=False)
        except ServiceError as error:
            raise AssertionError(f"{error.code}: {error.message}") from error
        assert not self.workbook.dirty

    @invariant()
    def shows_the_model(self) -> None:
        cells = self.states[self.at]
        for (row, column), text in cells.items():
            if text in _VALUES:
                assert self.workbook.engine.value(0, row, column) == _VALUES[text]
        # A state that is come back to, over whatever way, looks as it did at first: text, kind, format.
        assert self._looks() == self.looks.setdefault(id(cells), self._looks())
        assert bool(self.workbook.history.done) == (self.at > 0)
        assert bool(self.workbook.history.undone) == (self.at < len(self.states) - 1)

    def _looks(self) -> list[object]:
        engine = self.workbook.engine
        places = [(0, row, column) for row in range(1, 4) for column in range(1, 4)]
        return [(engine.look(*place), engine.number_format(*place), engine.input(*place)) for place in places]

    def teardown(self) -> None:
        if hasattr(self, "workbooks"):
            self.workbooks.release()
            self.folder.cleanup()


TestWorkbook = WorkbookMachine.TestCase
TestWorkbook.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)
