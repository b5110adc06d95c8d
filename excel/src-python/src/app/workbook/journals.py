"""Workbooks that an earlier process left, from their journals."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from app.errors import ServiceError
from app.host import Host
from app.journal.schema import JournalBusy
from app.journal.store import Journal
from app.workbook.blame import blame
from app.workbook.folder import DataDirectory, WorkbookFolder
from app.workbook.last_words import LastWords
from app.workbook.open_attempts import OpenAttempts
from app.workbook.saving import finish_interrupted_save
from app.workbook.workbook import Workbook

_log = logging.getLogger(__name__)


class Journals:
    """Over the data directory, for one app; without a ``session`` all are its own."""

    def __init__(self, data: DataDirectory, host: Host, session: str | None) -> None:
        self._data = data
        self._host = host
        self._session = session
        self.finished_saves: set[str] = set()
        """Of which an earlier process had replaced the file, and not said so."""

    def take_up(self, folder: WorkbookFolder) -> Workbook | None:
        """None, and a line in the log, when another process has it or it is damaged."""
        try:
            workbook = Workbook(folder, Journal.open(folder.journal), self._host)
            if finish_interrupted_save(workbook):
                self.finished_saves.add(workbook.id)
            return workbook
        except JournalBusy:
            _log.info("Workbook %s is open in another process", folder.id)
        except ServiceError as error:
            _log.error("Workbook %s can't be taken up: %s", folder.id, error.message)
        return None

    def take_up_own(self, ended: LastWords | None, attempts: OpenAttempts) -> dict[str, Workbook]:
        """What this app had open, by id. ``ended``: how its last backend ended, if by itself."""
        own = {workbook.id: workbook for workbook in self._own()}
        # Whatever ended the last backend has it on its account, before it is tried again.
        blamed = blame(ended, own.values(), attempts)
        if blamed is not None:
            blamed.close()
            del own[blamed.id]
            if (workbook := self.take_up(blamed.folder)) is not None:
                own[workbook.id] = workbook
        for workbook in own.values():
            workbook.claim_file()
        return own

    def _own(self) -> Iterator[Workbook]:
        for folder in self._data.folders():
            if (workbook := self.take_up(folder)) is None:
                continue
            if self._session is None or workbook.about.get("session") == self._session:
                yield workbook
            else:
                workbook.close()
