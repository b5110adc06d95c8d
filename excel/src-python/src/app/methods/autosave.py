"""Saves in place by itself, so long after the last edit as the settings say."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from app.errors import ServiceError
from app.methods.answers import workbook_info
from app.methods.serve import one_at_a_time
from app.service import Service
from lifebound import Backend

if TYPE_CHECKING:
    from app.workbook.workbook import Workbook

_LOOK_EVERY_SECONDS = 0.5
_log = logging.getLogger(__name__)


class Autosave:
    """A thread that looks, and between two requests saves. What can't be saved is not asked about: it stays unsaved."""

    def __init__(self, backend: Backend, service: Service) -> None:
        self._backend = backend
        self._service = service
        self._ended = threading.Event()
        self._refused: dict[str, int] = {}
        self._thread = threading.Thread(target=self._look, name="autosave", daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._ended.set()

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_EVERY_SECONDS):
            # Nothing is loaded for its sake.
            if not self._service.has_workbooks:
                continue
            with one_at_a_time:
                if not self._ended.is_set():
                    self._save_due()

    def _save_due(self) -> None:
        workbooks = self._service.workbooks
        seconds = workbooks.settings.autosave_seconds
        if seconds == 0:
            return
        for workbook in workbooks.all_loaded():
            if not self._is_due(workbook, seconds):
                continue
            try:
                workbooks.save(workbook, None, overwrite=False)
            except ServiceError as error:
                # Until the next edit.
                self._refused[workbook.id] = workbook.history.revision
                _log.warning("%s can't be saved by itself: %s", workbook.name, error.message)
                continue
            self._backend.notify("workbook/changed", {"info": workbook_info(workbook)})

    def _is_due(self, workbook: Workbook, seconds: float) -> bool:
        if not workbook.dirty or workbook.path is None or workbook.read_only is not None:
            return False
        if self._refused.get(workbook.id) == workbook.history.revision:
            return False
        edited_at = workbook.journal.edited_at()
        return edited_at is not None and time.time() - edited_at >= seconds
