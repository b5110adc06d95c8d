"""One open workbook: its journal, and its cells in an engine or a read-only view."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from app.engine.port import CellAddress, Engine, EngineFailed, InputRefused, Readable, Sheet
from app.errors import ServiceError
from app.host import Host
from app.journal.history import Edit, History, Operation, OperationKind
from app.journal.schema import JournalFailed
from app.journal.store import Journal
from app.workbook.cached import CachedCell, shown_cached
from app.workbook.check_edits import accept_edits, refuse_unreadable
from app.workbook.content import Computed, Source, Viewed, load_content, load_view
from app.workbook.disk_state import DiskState
from app.workbook.folder import WorkbookFolder
from app.workbook.replay import replay

# A load or an edit that ended the process so often is not tried again by itself.
_MAX_ATTEMPTS = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Change:
    """The outcome of an edit, an undo or a redo."""

    repeated: bool
    at: CellAddress | None


class Workbook:
    """Cells are loaded when they are first asked for, since after a restart nobody may ask."""

    def __init__(self, folder: WorkbookFolder, journal: Journal, host: Host) -> None:
        self.folder = folder
        self.journal = journal
        self.host = host
        self.about = journal.about()
        self.history = History.replay(journal.operations())
        self.recovered_edits = self.history.count_after(self.saved_top)
        self._content: Computed | Viewed | None = None

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
        return Source(self.folder, self.kind, self.name)

    @property
    def disk_state(self) -> DiskState | None:
        return DiskState.from_facts(self.about)

    @property
    def saved_top(self) -> int:
        return int(self.about.get("saved_top", "0"))

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

    def step(self, key: str, kind: OperationKind) -> Change:
        """Undo or redo; nothing when there is nothing to take back."""
        if self.journal.is_applied(key):
            return Change(repeated=True, at=None)
        _ = self.engine
        stack = self.history.done if kind == "undo" else self.history.undone
        if not stack:
            return Change(repeated=False, at=None)
        first = stack[-1].edits[0]
        self._change(key, kind, ())
        return Change(repeated=False, at=(first.sheet, first.row, first.column))

    def _change(self, key: str, kind: OperationKind, edits: tuple[Edit, ...]) -> None:
        # 1. On the disk, as something that is being tried: a restart does not replay it, and counts the attempts.
        operation, attempts = self.journal.begin(key, kind, edits)
        if attempts >= _MAX_ATTEMPTS:
            raise EngineFailed(
                "This change stopped the calculation engine twice and was set aside. Do it in another way."
            )
        # 2. In the engine.
        try:
            with self.host.busy("calculate", seconds=self.source.native_seconds):
                self._apply(operation)
        except InputRefused:
            self.journal.forget(operation)
            raise
        except EngineFailed:
            self._content = None
            raise
        # 3. On the disk, as done.
        try:
            self.journal.confirm(operation)
        except JournalFailed:
            self._content = None
            raise
        self.history.record(operation)

    def _apply(self, operation: Operation) -> None:
        engine = self.engine
        if operation.kind == "set":
            self._type(engine, operation.edits)
            return
        stack = self.history.done if operation.kind == "undo" else self.history.undone
        for _ in stack[-1].edits:
            if operation.kind == "undo":
                engine.undo()
            else:
                engine.redo()
        engine.evaluate()

    def _type(self, engine: Engine, edits: tuple[Edit, ...]) -> None:
        typed = 0
        try:
            for edit in edits:
                engine.set_input(edit.sheet, edit.row, edit.column, edit.text)
                typed += 1
            engine.evaluate()
            refuse_unreadable(engine, edits)
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
        attempts = int(self.about.get("loading", "0"))
        if attempts >= _MAX_ATTEMPTS:
            return load_view(self.source, self.host, _keeps_edits("stopped twice while loading this workbook"))
        self.describe({"loading": str(attempts + 1)})
        # 2. As opened, then what was done since.
        content = load_content(self.source, self.host)
        if isinstance(content, Computed):
            content = self._replay(content)
        self.describe({"loading": None})
        return content

    def _replay(self, computed: Computed) -> Computed | Viewed:
        try:
            with self.host.busy("recover", seconds=self.source.native_seconds):
                replay(computed.engine, self.history)
            return computed
        except (EngineFailed, InputRefused) as error:
            _log.error("%s can't be replayed: %s", self.id, error.message)
            return load_view(self.source, self.host, _keeps_edits(f"can't repeat the edits ({error.message})"))

    def sheets(self) -> list[Sheet]:
        return self.cells.sheets()

    def close(self) -> None:
        self._content = None
        self.journal.close()


def _keeps_edits(reason: str) -> str:
    return f"The calculation engine {reason}, so the workbook is shown as it was opened. Its edits stay in the journal."
