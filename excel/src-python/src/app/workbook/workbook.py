"""One open workbook: what is done to it, and what was set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.engine.ironcalc_looks import is_shown_at_once
from app.engine.port import CellAddress, Engine
from app.errors import ServiceError
from app.journal.history import Edit, History, Operation, OperationKind
from app.journal.journal_attempts import Quarantined
from app.operations.plan import Plan
from app.workbook.attempts import Attempts
from app.workbook.check_edits import accept_edits, read_edits
from app.workbook.together import EditsTogether, KeyedEdits

# Instead of an operation's: the workbook itself, whose loading ended the process.
LOAD_KEY = "load"
_MAX_LOOKS = 50


@dataclass(frozen=True)
class Change:
    """The outcome of an edit, an undo or a redo."""

    repeated: bool
    at: CellAddress | None
    target: Mapping[str, int] | None = None
    """The range that an operation wrote."""
    count: int | None = None
    """Cells that changed, for operations that tell."""


class Workbook(EditsTogether):
    """Each operation is on the disk before it is told to be done."""

    def set_cells(self, key: str, edits: tuple[Edit, ...]) -> Change:
        """One step for undo. It is on the disk when this returns."""
        if self.journal.is_applied(key):
            return Change(repeated=True, at=None)
        engine = self.engine
        accepted = accept_edits(engine, read_edits(engine, edits))
        if not accepted:
            return Change(repeated=False, at=None)
        accepted, change = self._with_columns(Plan(accepted))
        self._change(key, "set" if change is None else "change", accepted, change=change)
        return Change(repeated=False, at=None)

    def set_many(self, changes: Sequence[KeyedEdits]) -> list[Change | ServiceError]:
        """`set_cells` for each; what one raises concerns no other."""
        if self._set_together(changes):
            return [Change(repeated=False, at=None) for _ in changes]
        outcomes: list[Change | ServiceError] = []
        for key, edits in changes:
            try:
                outcomes.append(self.set_cells(key, edits))
            except ServiceError as error:
                outcomes.append(error)
        return outcomes

    def apply(self, key: str, make_plan: Callable[[Engine, Path], Plan]) -> Change:
        """An operation of the contract, as one step for undo. It is on the disk when this returns."""
        if self.journal.is_applied(key):
            return Change(repeated=True, at=None)
        engine = self.engine
        with self.host.busy("read", seconds=self.source.native_seconds):
            plan = make_plan(engine, self.source.original)
            accepted = accept_edits(engine, plan.edits)
            accepted, change = self._with_columns(replace(plan, edits=accepted))
        keeps_formats, check = plan.keeps_formats, plan.check
        if change is not None and not self._is_light(change):
            self._change(key, "change", accepted, keeps_formats=keeps_formats, change=change, check=check)
        elif accepted or change is not None:
            self._change(key, "set", accepted, keeps_formats=keeps_formats, change=change, check=check)
        return Change(repeated=False, at=None, target=plan.target, count=plan.count)

    def _with_columns(self, plan: Plan) -> tuple[tuple[Edit, ...], Mapping[str, Any] | None]:
        """Edits and change of a plan, with new names for columns of tables whose headers are edited."""
        if not plan.edits or plan.moves_cells:
            return plan.edits, plan.change
        from app.operations.headers import rename_by_edits  # noqa: PLC0415  (a restart needs no parts of the file)

        renames = rename_by_edits(self.engine, self.source.original, plan.edits)
        if not renames.steps:
            return renames.edits, plan.change
        first = plan.edits[0]
        change = plan.change or {"steps": [], "at": [first.sheet, first.row, first.column]}
        return renames.edits, {**change, "steps": [*change["steps"], *renames.steps]}

    def _is_light(self, change: Mapping[str, Any]) -> bool:
        """Whether the engine shows all of it at once, and the file need not be made anew.

        Each write of the file makes all of them again, so that they are folded into a base when they are many.
        """
        steps = change["steps"]
        return all(map(is_shown_at_once, steps)) and len(self.history.looks()) + len(steps) <= _MAX_LOOKS

    def step(self, key: str, kind: OperationKind) -> Change:
        """Undo or redo; nothing when there is nothing to take back."""
        if self.journal.is_applied(key):
            return Change(repeated=True, at=None)
        _ = self.engine
        stack = self.history.done if kind == "undo" else self.history.undone
        if not stack:
            return Change(repeated=False, at=None)
        at = _place(stack[-1])
        self._change(key, kind, ())
        return Change(repeated=False, at=at)

    def quarantined(self) -> list[Quarantined]:
        """Operations that were set aside."""
        return self.journal.quarantined()

    @property
    def is_load_quarantined(self) -> bool:
        """It is shown as it was opened, since loading it ended the process."""
        return self.loading.is_spent

    def retry(self, key: str) -> Change:
        """What was set aside, once more. Raises INVALID_PARAMS, and what the operation raises."""
        if key == LOAD_KEY and self.is_load_quarantined:
            self.describe(Attempts.last().facts())
            self._content = None
            _ = self.content
            return Change(repeated=False, at=None)
        found = self._find_quarantined(key)
        self.journal.release(key)
        if found.acknowledged:
            self.describe({"replaying": "1"})
            self.history = History.replay(self.journal.operations())
            self._content = None
            _ = self.content
        elif found.operation.kind in ("undo", "redo"):
            return self.step(key, found.operation.kind)
        else:
            operation = found.operation
            keeps_formats, change = operation.keeps_formats, operation.change
            self._change(key, operation.kind, operation.edits, keeps_formats=keeps_formats, change=change)
        return Change(repeated=False, at=_place(found.operation))

    def drop(self, key: str) -> None:
        """Gives up what was set aside."""
        self._find_quarantined(key)
        self.journal.drop(key)

    def _find_quarantined(self, key: str) -> Quarantined:
        for found in self.journal.quarantined():
            if found.key == key:
                return found
        raise ServiceError("INVALID_PARAMS", f"No change {key[:60]!r} is set aside. Load the list again.")


def _place(step: Operation) -> CellAddress | None:
    """Where to look when it is taken back."""
    if step.change is not None and step.change.get("at"):
        sheet, row, column = step.change["at"]
        return sheet, row, column
    return (step.edits[0].sheet, step.edits[0].row, step.edits[0].column) if step.edits else None
