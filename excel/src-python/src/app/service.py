"""What the methods stand on. The engine and the rest are loaded with the first request, so that ready comes early."""

from __future__ import annotations

import logging
import os
import tempfile
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.host import ProcessHost
    from app.workbook.folder import DataDirectory
    from app.workbook.last_words import LastWords
    from app.workbook.recovery import Recovery
    from app.workbook.registry import Workbooks

VERSION = "0.1.0"
# Set by the app, anew at each of its starts: a restarted service takes up what this app had open, and nothing else.
SESSION_VARIABLE = "LIFEBOUND_EXCEL_SESSION"
_log = logging.getLogger(__name__)


class Service:
    """The workbooks of this process and where their data is kept."""

    def __init__(self, host: ProcessHost) -> None:
        self.host = host

    @cached_property
    def data(self) -> DataDirectory:
        from app.workbook.folder import DataDirectory, data_directory  # noqa: PLC0415

        return DataDirectory(data_directory())

    @cached_property
    def workbooks(self) -> Workbooks:
        from app.workbook.registry import Workbooks  # noqa: PLC0415

        session = os.environ.get(SESSION_VARIABLE) or None
        return Workbooks(self.data, self.host, session, self._begin_in_data(session))

    def _begin_in_data(self, session: str | None) -> LastWords | None:
        """How the last backend ended, and where this one tells the next. A full disk keeps nobody from looking."""
        from app.workbook.last_words import last_words_of, open_last_words, take_last_words  # noqa: PLC0415

        ended = None
        self._last_words = last_words_of(self.data.ends, session)
        try:
            self.data.sweep_staged(session)
            # Copies that a kill leaves behind are then swept by the next start as well.
            tempfile.tempdir = str(self.data.staged(session))
            ended = take_last_words(self._last_words)
            self.host.dump_stacks_to(open_last_words(self._last_words))
        except OSError as error:
            _log.warning("%s can't be used (%s)", self.data.root, error)
        return ended

    @property
    def has_workbooks(self) -> bool:
        """Whether a request has asked for them yet."""
        return "workbooks" in self.__dict__

    @cached_property
    def recovery(self) -> Recovery:
        from app.workbook.recovery import Recovery  # noqa: PLC0415

        return Recovery(self.workbooks)

    @property
    def engine_name(self) -> str:
        from app.engine.ironcalc_engine import NAME  # noqa: PLC0415

        return NAME

    def release(self, *, app_ended: bool) -> None:
        """At the end of the process: everything is on the disk already."""
        if self.has_workbooks:
            self.workbooks.release(app_ended=app_ended)
            self._leave_data()

    def _leave_data(self) -> None:
        """What only a next start of the same app would look for."""
        session = os.environ.get(SESSION_VARIABLE) or None
        for remove in (self._last_words.unlink, self.data.staged(session).rmdir):
            with suppress(OSError):
                remove()
