"""Writes snapshots of where users are, so that restarts stay quick however much was done."""

from __future__ import annotations

import logging
import os
import threading

from app.errors import ServiceError
from app.methods.serve import one_at_a_time
from app.service import Service
from app.workbook.replay_effort import EVERY_VARIABLE

_LOOK_EVERY_SECONDS = 0.5
# Where every operation is to have one, none is waited for.
_FORCED_SECONDS = 0.002
_log = logging.getLogger(__name__)


class Snapshotting:
    """A thread that looks. Between two requests it takes the engine's image, and writes it while others are served."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="snapshots", daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._ended.set()

    def _look(self) -> None:
        seconds = _FORCED_SECONDS if EVERY_VARIABLE in os.environ else _LOOK_EVERY_SECONDS
        while not self._ended.wait(seconds):
            # Nothing is loaded for its sake.
            if self._service.has_workbooks:
                self._write_due()

    def _write_due(self) -> None:
        with one_at_a_time:
            if self._ended.is_set():
                return
            due = [each for each in self._service.workbooks.all_loaded() if each.effort.is_worth_a_snapshot()]
            if not due:
                return
            workbook = due[0]
            try:
                taken = workbook.take_state()
            except ServiceError as error:
                _log.warning("No snapshot of %s: %s", workbook.id, error.message)
                return
        if taken is not None:
            workbook.states.write(taken)
