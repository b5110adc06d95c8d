"""One open workbook: what is done to it, and what was set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.engine.ironcalc_looks import is_shown_at_once
from app.engine.port import CellAddress, Engine, EngineFailed, InputRefused
from app.errors import ServiceError
from app.journal.history import Edit, History, Operation, OperationKind
from app.journal.journal_attempts import Quarantined
from app.journal.schema import JournalFailed
from app.operations.plan import Plan
from app.workbook.attempts import Attempts
from app.workbook.check_edits import accept_edits, refuse_unreadable
from app.workbook.content import Viewed
from app.workbook.loaded import CHANGE_EFFORT, LoadedWorkbook

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


class Workbook(LoadedWorkbook):
    """Each operation is on the disk before it is told to be done."""

    def set_cells(self, key: str, edits: tuple[Edit, ...]) -> Change:
        """One step for undo. It is on the disk when this returns."""
        if self.journal.is_applied(key):
            return Change(repeated=True, at=None)
        accepted = accept_edits(self.engine, edits)
        if not accepted:
            return Change(repeated=False, at=None)
        self._change(key, "set", accepted)
        return Change(repeated=False, at=None)

    def apply(self, key: str, make_plan: Callable[[Engine, Path], Plan]) -> Change:
        """An operation of the contract, as one step for undo. It is on the disk when this returns."""
        if self.journal.is_applied(key):
            return Change(repeated=True, at=None)
        engine = self.engine
        with self.host.busy("read", seconds=self.source.native_seconds):
            plan = make_plan(engine, self.source.original)
            accepted = accept_edits(engine, plan.edits)
        if plan.change is not None and not self._is_light(plan.change):
            self._change(key, "change", accepted, keeps_formats=plan.keeps_formats, change=plan.change)
        elif accepted or plan.change is not None:
            self._change(key, "set", accepted, keeps_formats=plan.keeps_formats, change=plan.change)
        return Change(repeated=False, at=None, target=plan.target, count=plan.count)

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

    def _change(
        self,
        key: str,
        kind: OperationKind,
        edits: tuple[Edit, ...],
        *,
        keeps_formats: bool = False,
        change: Mapping[str, Any] | None = None,
    ) -> None:
        # 1. On the disk, as something that is being tried: a restart does not replay it, and counts the attempts.
        operation = self.journal.begin(key, kind, edits, keeps_formats=keeps_formats, change=change)
        # 2. In the engine.
        effort = CHANGE_EFFORT if kind == "change" else 1
        try:
            with self.host.busy("calculate", seconds=effort * self.source.native_seconds):
                self._apply(operation)
        except EngineFailed:
            self._content = None
            self.journal.blame(operation.seq)
            raise
        except ServiceError:
            self.journal.forget(operation)
            raise
        # 3. On the disk, as done.
        try:
            self.journal.confirm(operation)
        except JournalFailed:
            self._content = None
            raise
        base = self.history.base
        self.history.record(operation)
        if kind != "change" and base != self.history.base:
            # Undo or redo came to another file, which is loaded when it is asked for.
            self._content = None
        if kind in ("set", "change"):
            self.folder.drop_bases(self.kind, self.history.bases)

    def _apply(self, operation: Operation) -> None:
        engine = self.engine
        if operation.kind == "set":
            self._type(engine, operation)
            return
        if operation.change is not None:
            self._rebase(operation, operation.change)
            return
        stack = self.history.done if operation.kind == "undo" else self.history.undone
        if stack[-1].kind == "change":
            return
        for _ in range(stack[-1].engine_steps):
            if operation.kind == "undo":
                engine.undo()
            else:
                engine.redo()
        engine.evaluate()

    def _is_light(self, change: Mapping[str, Any]) -> bool:
        """Whether the engine shows all of it at once, and the file need not be made anew.

        Each write of the file makes all of them again, so that they are folded into a base when they are many.
        """
        steps = change["steps"]
        return all(map(is_shown_at_once, steps)) and len(self.history.looks()) + len(steps) <= _MAX_LOOKS

    def _rebase(self, operation: Operation, change: Mapping[str, Any]) -> None:
        """The file with all that was done, changed, takes the place of the one that was built on."""
        content = self.content
        if isinstance(content, Viewed):
            raise ServiceError("READ_ONLY", content.reason)
        edits = self.history.net_edits() | {(edit.sheet, edit.row, edit.column): edit.text for edit in operation.edits}
        try:
            if operation.edits:
                self._type(content.engine, operation)
            # All that can change a file: a restarted service has no time to load it.
            from app.operations.rebase import make_base  # noqa: PLC0415

            self._content = make_base(self.source, content, self.history.file_steps(), edits, change, operation.seq)
        except ServiceError:
            if operation.edits:
                self._content = None
            raise

    def _type(self, engine: Engine, operation: Operation) -> None:
        typed = 0
        try:
            for edit in operation.edits:
                engine.set_input(edit.sheet, edit.row, edit.column, edit.text, keeps_format=operation.keeps_formats)
                typed += 1
            for look in operation.looks:
                engine.show_look(look)
            if operation.edits:
                engine.evaluate()
                refuse_unreadable(engine, operation.edits)
        except InputRefused:
            for _ in range(typed):
                engine.undo()
            engine.evaluate()
            if self.history.undone and typed:
                # Typing cost the engine what it could redo; loading again brings it back.
                self._content = None
            raise

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
