"""From a file to a workbook in the data directory, which restarts find."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from app.errors import ServiceError
from app.host import Host
from app.journal.store import Journal
from app.workbook.attempts import Attempts
from app.workbook.content import Computed, Source, Viewed, load_content, load_view
from app.workbook.disk_state import DiskState
from app.workbook.folder import DataDirectory, WorkbookFolder, copy_private, disk_full
from app.workbook.loaded import STOPPED_WHILE_LOADING
from app.workbook.open_attempts import OpenAttempts
from app.workbook.settings import Settings
from app.workbook.template import write_template
from app.workbook.workbook import Workbook


@dataclass(frozen=True)
class Opening:
    """Where and for whom workbooks are opened; ``session`` names the running app."""

    data: DataDirectory
    host: Host
    session: str | None
    attempts: OpenAttempts

    def open(self, path: Path | None, kind: str, settings: Settings) -> Workbook:
        """A new one without ``path``. When it raises, nothing is left of it."""
        folder = None
        try:
            folder = self.data.stage(self.session)
            self.data.forget_closed(settings.keep_seconds)
            return self._build(folder, path, kind, settings)
        except OSError as error:
            self._abandon(folder)
            if isinstance(error, PermissionError):
                raise ServiceError("NO_PERMISSION", f"{error.filename} can't be used ({error.strerror}).") from error
            raise disk_full(error, "The recovery copy") from error
        except BaseException:
            self._abandon(folder)
            raise

    def _build(self, folder: WorkbookFolder, path: Path | None, kind: str, settings: Settings) -> Workbook:
        # 1. A private copy: the file may change or vanish while it is open.
        about: dict[str, str | None] = {
            "kind": kind,
            "opened_at": repr(time.time()),
            "session": self.session,
            "recovery": None if settings.keeps(path) else "off",
        }
        original = folder.original(kind)
        attempts = Attempts()
        if path is None:
            write_template(original)
        else:
            about["path"] = str(path)
            about |= DiskState.read(path, copy_private(path, original)).facts()
            attempts = self.attempts.read(path)
        # 2. Read it before anything is recorded: a file that ends the process is not found again by the next one.
        if attempts.is_hopeless:
            raise ServiceError(
                "NOT_A_WORKBOOK",
                f"{original.name if path is None else path.name} stopped the service again and again, and is not read "
                "any more. Save it anew in the program that made it.",
            )
        source = Source(folder, kind, path.name if path else "Untitled")
        content: Computed | Viewed
        with nullcontext() if path is None else self.attempts.attempt(path, attempts):
            if attempts.is_spent:
                about |= attempts.spent().facts()
                content = load_view(source, self.host, STOPPED_WHILE_LOADING)
            else:
                content = load_content(source, self.host)
        # 3. Record it, and let restarts find it.
        Journal.create(folder.journal, about).close()
        folder = self.data.publish(folder)
        workbook = Workbook(folder, Journal.open(folder.journal), self.host)
        workbook.hand_over(content)
        workbook.claim_file()
        return workbook

    def _abandon(self, folder: WorkbookFolder | None) -> None:
        if folder is not None and folder.path.exists():
            self.data.remove(folder)
