"""What the methods stand on. The engine and the rest are loaded with the first request, so that ready comes early."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.host import Host
    from app.workbook.folder import DataDirectory
    from app.workbook.recovery import Recovery
    from app.workbook.registry import Workbooks

VERSION = "0.1.0"
# Set by the app, anew at each of its starts: a restarted service takes up what this app had open, and nothing else.
SESSION_VARIABLE = "LIFEBOUND_EXCEL_SESSION"


class Service:
    """The workbooks of this process and where their data is kept."""

    def __init__(self, host: Host) -> None:
        self._host = host

    @cached_property
    def data(self) -> DataDirectory:
        from app.workbook.folder import DataDirectory, data_directory  # noqa: PLC0415

        return DataDirectory(data_directory())

    @cached_property
    def workbooks(self) -> Workbooks:
        from app.workbook.registry import Workbooks  # noqa: PLC0415

        return Workbooks(self.data, self._host, os.environ.get(SESSION_VARIABLE) or None)

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
