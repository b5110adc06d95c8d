"""An open workbook as its journal has it, and its hold on its file."""

from __future__ import annotations

import logging
from pathlib import Path

from app.host import Host
from app.journal.history import History
from app.journal.schema import JournalFailed
from app.journal.store import Journal
from app.workbook.attempts import Attempts
from app.workbook.content import Source
from app.workbook.disk_state import DiskState
from app.workbook.folder import WorkbookFolder
from app.workbook.owner_files import FileOwner, OwnerFiles

_log = logging.getLogger(__name__)


class RecordedWorkbook:
    """What is known without its cells."""

    def __init__(self, folder: WorkbookFolder, journal: Journal, host: Host) -> None:
        self.folder = folder
        self.journal = journal
        self.host = host
        self.about = journal.about()
        journal.quarantine_spent()
        self.history = History.replay(journal.operations())
        self.recovered_edits = self.history.count_after(self.saved_top)
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

    def describe(self, about: dict[str, str | None]) -> None:
        self.journal.describe(about)
        self.about = self.journal.about()

    def _mark(self, about: dict[str, str | None]) -> None:
        """As `describe`. On a full disk the workbook is still to be seen, and saved elsewhere."""
        try:
            self.describe(about)
        except JournalFailed as error:
            _log.warning("No mark of what is done with %s: %s", self.id, error.message)
