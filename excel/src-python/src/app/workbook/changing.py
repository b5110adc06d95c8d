"""How an operation takes effect: in the journal as tried, in the engine, in the journal as done."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from app.engine.port import Engine, EngineFailed, InputRefused
from app.errors import ServiceError
from app.journal.history import Edit, Operation, OperationKind
from app.journal.schema import JournalFailed
from app.workbook.check_edits import refuse_unreadable
from app.workbook.content import Computed, Viewed
from app.workbook.loaded import CHANGE_EFFORT, LoadedWorkbook
from app.workbook.replay_effort import ReplayEffort
from app.workbook.type_edit import type_edit


class ChangingWorkbook(LoadedWorkbook):
    """A loaded workbook with its engine and its journal in step."""

    _typing_seconds = 0.0
    """That the last operation took in the engine, without computing."""

    def _change(
        self,
        key: str,
        kind: OperationKind,
        edits: tuple[Edit, ...],
        *,
        keeps_formats: bool = False,
        change: Mapping[str, Any] | None = None,
        check: Callable[[], None] | None = None,
    ) -> None:
        # 1. On the disk, as something that is being tried: a restart does not replay it, and counts the attempts.
        operation = self.journal.begin(key, kind, edits, keeps_formats=keeps_formats, change=change)
        # 2. In the engine.
        effort = CHANGE_EFFORT if kind == "change" else 1
        try:
            with self.host.busy("calculate", seconds=effort * self.source.native_seconds):
                if check is not None:
                    check()
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
        if kind == "change":
            # Nothing is repeated on the new base.
            self.effort = ReplayEffort()
        elif base != self.history.base:
            # Undo or redo came to another file, which is loaded when it is asked for.
            self._content = None
        else:
            self.effort.add(operation, self._typing_seconds)
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
        self._typing_seconds = 0.0
        if operation.kind == "undo":
            self._undo()
        elif (step := self.history.undone[-1]).kind != "change":
            for _ in range(step.engine_steps):
                engine.redo()
            engine.evaluate()

    def _undo(self) -> None:
        step = self.history.done[-1]
        if step.kind == "change":
            return
        content = self._content
        if isinstance(content, Computed) and step.seq <= content.floor:
            # The engine got it with a snapshot, and knows only what came after that: an older one, and repeated.
            self._content = self._load(below=step.seq)
            # What can't be repeated was set aside.
            step = self.history.done[-1]
        engine = self.engine
        for _ in range(step.engine_steps):
            engine.undo()
        engine.evaluate()

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
        began = time.perf_counter()
        self._type_only(engine, operation)
        try:
            for look in operation.looks:
                engine.show_look(look)
            self._typing_seconds = time.perf_counter() - began
            if operation.edits:
                engine.evaluate()
                refuse_unreadable(engine, operation.edits)
        except InputRefused:
            self._untype(engine, len(operation.edits))
            raise

    def _type_only(self, engine: Engine, operation: Operation) -> None:
        """All of its edits or none, without computing."""
        typed = 0
        try:
            for edit in operation.edits:
                type_edit(engine, edit, keeps_format=operation.keeps_formats)
                typed += 1
        except InputRefused:
            self._untype(engine, typed)
            raise

    def _untype(self, engine: Engine, edits: int) -> None:
        for _ in range(edits):
            engine.undo()
        engine.evaluate()
        if self.history.undone and edits:
            # Typing cost the engine what it could redo; loading again brings it back.
            self._content = None
