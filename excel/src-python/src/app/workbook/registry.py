"""All open workbooks of this service."""

from __future__ import annotations

import logging
import os
import time
from dataclasses import replace
from pathlib import Path

from app.errors import ServiceError
from app.host import Host
from app.workbook.folder import DataDirectory
from app.workbook.inspect_file import inspect_file
from app.workbook.journals import Journals
from app.workbook.last_words import LastWords
from app.workbook.open_attempts import OpenAttempts
from app.workbook.opening import Opening
from app.workbook.same_file import is_same_file, is_unchanged
from app.workbook.saving import SaveOutcome, save_workbook
from app.workbook.settings import Settings, read_settings, write_settings
from app.workbook.workbook import LOAD_KEY, Change, Workbook

_log = logging.getLogger(__name__)


class Workbooks:
    """What is open, here and in the journals that an earlier process of the same app left.

    ``session`` names the running app over all its backends. What other runs left is offered by `app.workbook.recovery`
    and not taken up; without a session everything is. ``ended``: how the app's last backend ended, if by itself.
    """

    def __init__(
        self, data: DataDirectory, host: Host, session: str | None = None, ended: LastWords | None = None
    ) -> None:
        self.data = data
        self.host = host
        self.session = session
        self.attempts = OpenAttempts(data.attempts)
        self.journals = Journals(data, host, session)
        self._opening = Opening(data, host, session, self.attempts)
        self._ended = ended
        self._open: dict[str, Workbook] | None = None

    @property
    def settings(self) -> Settings:
        return read_settings(self.data.root)

    @property
    def _workbooks(self) -> dict[str, Workbook]:
        if self._open is None:
            self._open = self.journals.take_up_own(self._ended, self.attempts)
        return self._open

    def all_loaded(self) -> list[Workbook]:
        return [workbook for workbook in self._workbooks.values() if workbook.is_loaded]

    def ids(self) -> set[str]:
        """Of what is open here."""
        return set(self._workbooks)

    def adopt(self, workbook: Workbook, **about: str | None) -> None:
        """Makes it one of this app's open workbooks."""
        if workbook.path is None or not self._others(workbook.path, workbook):
            workbook.claim_file()
        workbook.describe({"session": self.session, "opened_at": repr(time.time()), **about})
        self._workbooks[workbook.id] = workbook

    def get(self, workbook_id: str) -> Workbook:
        workbook = self._workbooks.get(workbook_id)
        if workbook is None:
            raise ServiceError("UNKNOWN_WORKBOOK", f"No workbook {workbook_id[:60]!r} is open. Open its file again.")
        return workbook

    def retry(self, workbook: Workbook, key: str) -> Change:
        """See `Workbook.retry`."""
        change = workbook.retry(key)
        if key == LOAD_KEY and workbook.path is not None:
            self.attempts.forget(workbook.path)
        return change

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
        target = workbook.path if path is None else path
        if target is not None and self._others(target, workbook):
            raise ServiceError(
                "FILE_EXISTS", f"{target} is open as another workbook. Close that one, or choose another name."
            )
        if target == workbook.path and (owner := workbook.owner) is not None:
            where = f" on {owner.host}" if owner.host else ""
            raise ServiceError(
                "FILE_IN_USE",
                f"{workbook.name} is open in another program, by {owner.user}{where}. Close it there, take it over, or "
                "save under another name.",
            )
        outcome = save_workbook(workbook, path, overwrite=overwrite)
        workbook.describe({"recovered": None})
        workbook.claim_file()
        return outcome

    def _others(self, path: Path, workbook: Workbook) -> list[Workbook]:
        return [
            other
            for other in self._workbooks.values()
            if other is not workbook and other.path is not None and is_same_file(other.path, path)
        ]

    def change_settings(self, autosave_seconds: float, keep_recovery_days: float) -> Settings:
        """Raises INVALID_PARAMS, DISK_FULL."""
        self.data.prepare()
        changed = replace(
            self.settings, autosave_seconds=autosave_seconds, keep_recovery_days=keep_recovery_days
        ).checked()
        write_settings(self.data.root, changed)
        return changed

    def set_recovery(self, workbook: Workbook, *, enabled: bool) -> None:
        """Off: its journal serves restarts of the service only. Remembered for its file."""
        workbook.describe({"recovery": None if enabled else "off"})
        if workbook.path is not None:
            write_settings(self.data.root, self.settings.with_recovery(workbook.path, enabled=enabled))

    def open(self, path: Path) -> Workbook:
        """Raises the codes of the contract; what is open stays open then."""
        path = Path(os.path.realpath(path))
        kind = inspect_file(path)
        known = self.find(path)
        if known is not None:
            if known.is_loaded or known.dirty or is_unchanged(known, path):
                known.describe({"opened_at": repr(time.time())})
                return known
            # From an earlier run, without edits to lose, and the file is another one now.
            self.drop(known)
        return self._keep(self._opening.open(path, kind, self.settings))

    def new(self) -> Workbook:
        return self._keep(self._opening.open(None, "xlsx", self.settings))

    def _keep(self, workbook: Workbook) -> Workbook:
        self._workbooks[workbook.id] = workbook
        return workbook

    def find(self, path: Path) -> Workbook | None:
        """The one that was opened from this file."""
        for workbook in self._workbooks.values():
            # Recovered edits stand beside their file until they are saved.
            is_beside = "recovered" in workbook.about
            if not is_beside and workbook.path is not None and is_same_file(workbook.path, path):
                return workbook
        return None

    def close(self, workbook_id: str, *, discard: bool) -> None:
        """Raises UNSAVED_CHANGES unless ``discard``."""
        workbook = self.get(workbook_id)
        if not workbook.dirty:
            self.drop(workbook)
            return
        if not discard:
            raise ServiceError(
                "UNSAVED_CHANGES", f"{workbook.name} has changes that are not saved. Save them, or discard them."
            )
        if not workbook.keeps_recovery:
            self.drop(workbook)
            return
        workbook.close()
        del self._workbooks[workbook.id]
        self.data.archive(workbook.folder)

    def drop(self, workbook: Workbook) -> None:
        """Nothing of it is kept."""
        workbook.close()
        del self._workbooks[workbook.id]
        self.data.remove(workbook.folder)

    def release(self, *, app_ended: bool = False) -> None:
        """At the end of the process: everything is on the disk already."""
        for workbook in list((self._open or {}).values()):
            if app_ended and not workbook.keeps_recovery:
                self.drop(workbook)
            else:
                workbook.close()
