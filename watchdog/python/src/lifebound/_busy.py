"""Busy spells: how long the backend may be silent."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from . import _protocol
from ._protocol import Message


class BusySpells:
    """Nested and parallel spells, told to the host as one: the latest end counts."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self._send = send
        self._lock = threading.Lock()
        self._spells: dict[object, tuple[str, float]] = {}

    @contextmanager
    def spell(self, what: str, seconds: float) -> Iterator[None]:
        """Tells the host before the body runs, and again when it ends."""
        key = object()
        with self._lock:
            self._spells[key] = (what, time.monotonic() + seconds)
            self._tell()
        try:
            yield
        finally:
            with self._lock:
                del self._spells[key]
                self._tell()

    def _tell(self) -> None:
        if not self._spells:
            self._send(_protocol.busy(0, ""))
            return
        what = list(self._spells.values())[-1][0]
        end = max(end for _, end in self._spells.values())
        # 0 would end the spell that is still on, even if it has taken longer than it said.
        self._send(_protocol.busy(max(1, math.ceil((end - time.monotonic()) * 1000)), what))
