"""One open workbook: its journal, and its cells in an engine or a read-only view."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from app.engine.ironcalc_looks import is_shown_at_once
from app.engine.port import CellAddress, Engine, EngineFailed, InputRefused, Readable, Sheet
from app.errors import ServiceError
from app.host import Host
from app.journal.history import Edit, History, Operation, OperationKind
from app.journal.schema import JournalFailed
from app.journal.store import Journal, Quarantined
from app.operations.plan import Plan
from app.workbook.attempts import Attempts
from app.workbook.cached import CachedCell, shown_cached
from app.workbook.check_edits import accept_edits, refuse_unreadable
from app.workbook.content import Computed, Source, Viewed, load_computed, load_content, load_view
from app.workbook.disk_state import DiskState
from app.workbook.folder import WorkbookFolder
from app.workbook.owner_files import FileOwner, OwnerFiles
from app.workbook.replay import ReplayFailed, replay, replay_carefully

STOPPED_WHILE_LOADING = (
    "The calculation engine did not get through this workbook in time, or loading it was cancelled, so it is shown as "
    "it was opened. What was edited stays in the journal; it can be tried again."
)
# Instead of an operation's: the workbook itself, whose loading ended the process.
LOAD_KEY = "load"
_CHANGE_EFFORT = 4
_MAX_LOOKS = 50
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Change:
    """The outcome of an edit, an undo or a redo."""

    repeated: bool
    at: CellAddress | None
    target: Mapping[str, int] | None = None
    """The range that an operation wrote."""
    count: int | None = None
    """Cells that changed, for operations that tell."""


class Workbook:
    """Cells are loaded when they are first asked for, since after a restart nobody may ask."""

    def __init__(self, folder: WorkbookFolder, journal: Journal, host: Host) -> None:
        self.folder = folder
        self.journal = journal
        self.host = host
        self.about = journal.about()
        journal.quarantine_spent()
        self.history = History.replay(journal.operations())
        self.recovered_edits = self.history.count_after(self.saved_top)
        self._content: Computed | Viewed | None = None
        self._owner_files: OwnerFiles | None = None

    @property
    def owner(self) -> FileOwner | None:
        """Who else has the file open."""
        return self._owner_files.find_other() if self._owner_files else None

    def claim_file(self, *, take_over: bool = False) -> None:
        """Writes the owner files beside its file, unless another program has it."""
        self.release_file()
        if self.path is None:
            return
        self._owner_files = OwnerFiles(self.path)
        if take_over or self.owner is None:
            self._owner_files.claim()

    def release_file(self) -> None:
        if self._owner_files is not None:
            self._owner_files.release()
            self._owner_files = None

    def hand_over(self, content: Computed | Viewed) -> None:
        """What was loaded while the workbook was opened."""
        self._content = content

    @property
    def id(self) -> str:
        return self.folder.id

    @property
    def name(self) -> str:
        return self.path.name if self.path else "Untitled"

    @property
    def path(self) -> Path | None:
        return Path(self.about["path"]) if "path" in self.about else None

    @property
    def kind(self) -> str:
        return self.about["kind"]

    @property
    def source(self) -> Source:
        return Source(self.folder, self.kind, self.name, self.history.base)

    @property
    def disk_state(self) -> DiskState | None:
        return DiskState.from_facts(self.about)

    @property
    def saved_top(self) -> int:
        return int(self.about.get("saved_top", "0"))

    @property
    def loading(self) -> Attempts:
        """Loads that were begun and not ended."""
        return Attempts.from_facts(self.about)

    @property
    def keeps_recovery(self) -> bool:
        """Whether its edits outlive the app."""
        return "recovery" not in self.about

    @property
    def dirty(self) -> bool:
        return self.history.top != self.saved_top

    @property
    def is_loaded(self) -> bool:
        return self._content is not None

    def describe(self, about: dict[str, str | None]) -> None:
        self.journal.describe(about)
        self.about = self.journal.about()

    @property
    def content(self) -> Computed | Viewed:
        if self._content is None:
            self._content = self._load()
        return self._content

    @property
    def cells(self) -> Readable:
        content = self.content
        return content.engine if isinstance(content, Computed) else content.view

    @property
    def read_only(self) -> str | None:
        content = self.content
        return content.reason if isinstance(content, Viewed) else None

    @property
    def engine(self) -> Engine:
        """Raises READ_ONLY."""
        content = self.content
        if isinstance(content, Viewed):
            raise ServiceError("READ_ONLY", content.reason)
        return content.engine

    def cached(self, key: CellAddress) -> CachedCell | None:
        """The file's own value, where the engine can't compute it."""
        content = self.content
        if isinstance(content, Viewed) or key not in content.cached:
            return None
        return shown_cached(content.cached, content.engine, key)

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
        # A change of the file is saved, rewritten and loaded again.
        effort = _CHANGE_EFFORT if kind == "change" else 1
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

    def _load(self) -> Computed | Viewed:
        # 1. A workbook that ends the process while it is loaded must not do so at every start.
        if self.loading.is_spent:
            self._mark(self.loading.spent().facts())
            return load_view(self.source, self.host, STOPPED_WHILE_LOADING)
        self._mark(self.loading.next().facts())
        if not self.source.original.exists():
            with self.host.busy("recover", seconds=_CHANGE_EFFORT * self.source.native_seconds):
                from app.operations.rebase import restore_base  # noqa: PLC0415  (as above)

                restore_base(self.source, self.history.done)
        # 2. As opened, then what was done since.
        content = load_content(self.source, self.host)
        self._mark(Attempts().facts())
        return self._replay(content) if isinstance(content, Computed) else content

    def _replay(self, computed: Computed) -> Computed | Viewed:
        if not self.history.done and not self.history.undone:
            return computed
        # 1. An earlier process ended in the middle of it: each operation by itself, so that the next one knows which.
        carefully = "replaying" in self.about
        self._mark({"replaying": "1"})
        busy = partial(self.host.busy, "recover", seconds=self.source.native_seconds)
        try:
            if carefully:
                replay_carefully(computed.engine, self.history, self.journal, busy)
            else:
                with busy():
                    replay(computed.engine, self.history)
        except (EngineFailed, InputRefused) as error:
            _log.error("%s can't be replayed: %s", self.id, error.message)
            # 2. What is known to fail is set aside, and the rest replayed on a new engine.
            if isinstance(error, ReplayFailed):
                self.journal.quarantine(error.operation)
                self.history = History.replay(self.journal.operations())
            elif carefully:
                return load_view(self.source, self.host, _keeps_edits(f"can't repeat the edits ({error.message})"))
            return self._replay(load_computed(self.source, self.host))
        self._mark({"replaying": None})
        return computed

    def _mark(self, about: dict[str, str | None]) -> None:
        """As `describe`. On a full disk the workbook is still to be seen, and saved elsewhere."""
        try:
            self.describe(about)
        except JournalFailed as error:
            _log.warning("No mark of what is done with %s: %s", self.id, error.message)

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

    def sheets(self) -> list[Sheet]:
        return self.cells.sheets()

    def close(self) -> None:
        self.release_file()
        self._content = None
        self.journal.close()


def _place(step: Operation) -> CellAddress | None:
    """Where to look when it is taken back."""
    if step.change is not None and step.change.get("at"):
        sheet, row, column = step.change["at"]
        return sheet, row, column
    return (step.edits[0].sheet, step.edits[0].row, step.edits[0].column) if step.edits else None


def _keeps_edits(reason: str) -> str:
    return f"The calculation engine {reason}, so the workbook is shown as it was opened. Its edits stay in the journal."
