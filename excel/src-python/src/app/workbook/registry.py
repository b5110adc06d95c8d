"""All open workbooks of this service."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

from app.errors import ServiceError
from app.host import Host, progress
from app.journal.schema import JournalBusy
from app.journal.store import Journal
from app.workbook.content import Computed, Source, Viewed, load_content
from app.workbook.disk_state import DiskState
from app.workbook.folder import DataDirectory, WorkbookFolder, copy_private, disk_full
from app.workbook.inspect_file import inspect_file
from app.workbook.saving import SaveOutcome, finish_interrupted_save, save_workbook
from app.workbook.template import write_template
from app.workbook.workbook import Workbook

_log = logging.getLogger(__name__)


class Workbooks:
    """What is open, here and in the journals that an earlier process left."""

    def __init__(self, data: DataDirectory, host: Host) -> None:
        self._data = data
        self._host = host
        self._open: dict[str, Workbook] | None = None

    @property
    def _workbooks(self) -> dict[str, Workbook]:
        if self._open is None:
            self._open = {}
            for folder in self._data.folders():
                self._take_up(folder, self._open)
        return self._open

    def _take_up(self, folder: WorkbookFolder, workbooks: dict[str, Workbook]) -> None:
        try:
            workbook = Workbook(folder, Journal.open(folder.journal), self._host)
            finish_interrupted_save(workbook)
            workbooks[workbook.id] = workbook
        except JournalBusy:
            _log.info("Workbook %s is open in another process", folder.id)
        except ServiceError as error:
            _log.error("Workbook %s can't be taken up: %s", folder.id, error.message)

    def get(self, workbook_id: str) -> Workbook:
        workbook = self._workbooks.get(workbook_id)
        if workbook is None:
            raise ServiceError("UNKNOWN_WORKBOOK", f"No workbook {workbook_id[:60]!r} is open. Open its file again.")
        return workbook

    def list_loadable(self) -> list[Workbook]:
        """Loads what is not loaded; most recently opened last. What can't be loaded is logged, kept and left out."""
        loadable = []
        for workbook in sorted(self._workbooks.values(), key=lambda workbook: float(workbook.about["opened_at"])):
            try:
                _ = workbook.content
                loadable.append(workbook)
            except ServiceError as error:
                _log.error("Workbook %s can't be loaded: %s", workbook.id, error.message)
        return loadable

    def save(self, workbook: Workbook, path: Path | None, *, overwrite: bool) -> SaveOutcome:
        """See `save_workbook`."""
        other = None if path is None else self._find(path)
        if other is not None and other is not workbook:
            raise ServiceError(
                "FILE_EXISTS", f"{path} is open as another workbook. Close that one, or choose another name."
            )
        return save_workbook(workbook, path, overwrite=overwrite)

    def open(self, path: Path) -> Workbook:
        """Raises the codes of the contract; what is open stays open then."""
        path = Path(os.path.realpath(path))
        kind = inspect_file(path)
        known = self._find(path)
        if known is not None:
            if known.is_loaded or known.dirty or _is_unchanged(known, path):
                known.describe({"opened_at": repr(time.time())})
                return known
            # From an earlier run, without edits to lose, and the file is another one now.
            self._drop(known)
        return self._stage(path, kind)

    def new(self) -> Workbook:
        return self._stage(None, "xlsx")

    def _find(self, path: Path) -> Workbook | None:
        for workbook in self._workbooks.values():
            if workbook.path is not None and _is_same_file(workbook.path, path):
                return workbook
        return None

    def _stage(self, path: Path | None, kind: str) -> Workbook:
        folder = None
        try:
            folder = self._data.stage()
            workbook = self._build(folder, path, kind)
        except OSError as error:
            self._abandon(folder)
            if isinstance(error, PermissionError):
                raise ServiceError("NO_PERMISSION", f"{error.filename} can't be used ({error.strerror}).") from error
            raise disk_full(error, "The recovery copy") from error
        except BaseException:
            self._abandon(folder)
            raise
        self._workbooks[workbook.id] = workbook
        return workbook

    def _build(self, folder: WorkbookFolder, path: Path | None, kind: str) -> Workbook:
        # 1. A private copy: the file may change or vanish while it is open.
        about: dict[str, str | None] = {"kind": kind, "opened_at": repr(time.time())}
        original = folder.original(kind)
        if path is None:
            write_template(original)
        else:
            about["path"] = str(path)
            about |= DiskState.read(path, copy_private(path, original)).facts()
        # 2. Read it before anything is recorded: a file that ends the process is not found again by the next one.
        with progress(self._host, "open", None, original.stat().st_size):
            content: Computed | Viewed = load_content(
                Source(folder, kind, path.name if path else "Untitled"), self._host
            )
        # 3. Record it, and let restarts find it.
        Journal.create(folder.journal, about).close()
        folder = self._data.publish(folder)
        workbook = Workbook(folder, Journal.open(folder.journal), self._host)
        workbook.hand_over(content)
        return workbook

    def _abandon(self, folder: WorkbookFolder | None) -> None:
        if folder is not None and folder.path.exists():
            self._data.remove(folder)

    def close(self, workbook_id: str, *, discard: bool) -> None:
        """Raises UNSAVED_CHANGES unless ``discard``."""
        workbook = self.get(workbook_id)
        if not workbook.dirty:
            self._drop(workbook)
            return
        if not discard:
            raise ServiceError(
                "UNSAVED_CHANGES", f"{workbook.name} has changes that are not saved. Save them, or discard them."
            )
        workbook.close()
        del self._workbooks[workbook.id]
        self._data.archive(workbook.folder)

    def _drop(self, workbook: Workbook) -> None:
        workbook.close()
        del self._workbooks[workbook.id]
        self._data.remove(workbook.folder)

    def release(self) -> None:
        """At the end of the process: everything is on the disk already."""
        for workbook in (self._open or {}).values():
            workbook.close()


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False


def _is_unchanged(workbook: Workbook, path: Path) -> bool:
    state = workbook.disk_state
    try:
        return state is not None and state.is_on_disk(path)
    except OSError:
        return False
