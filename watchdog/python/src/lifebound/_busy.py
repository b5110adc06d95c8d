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

    def __init__(self, send: Callable[[Message], None], changed: Callable[[], None]) -> None:
        """``changed`` is called before the host is told."""
        self._send = send
        self._changed = changed
        self._lock = threading.Lock()
        self._spells: dict[object, tuple[str, float, bool]] = {}

    @contextmanager
    def spell(self, what: str, seconds: float, *, enforced: bool) -> Iterator[None]:
        """Tells the host before the body runs, and again when it ends."""
        key = object()
        with self._lock:
            self._spells[key] = (what, time.monotonic() + seconds, enforced)
            self._tell()
        try:
            yield
        finally:
            with self._lock:
                del self._spells[key]
                self._tell()

    def seconds_left(self) -> float:
        """Until the end of the latest spell; 0 without one. Without the lock: the host may not be reading."""
        ends = [end for _, end, _ in self._spells.copy().values()]
        return max(0.0, max(ends, default=0.0) - time.monotonic())

    def is_enforced(self) -> bool:
        """Whether the process may not outlive the spell that is on."""
        return any(enforced for _, _, enforced in self._spells.copy().values())

    def _tell(self) -> None:
        self._changed()
        if not self._spells:
            self._send(_protocol.busy(0, ""))
            return
        what = list(self._spells.values())[-1][0]
        end = max(end for _, end, _ in self._spells.values())
        # 0 would end the spell that is still on, even if it has taken longer than it said.
        self._send(_protocol.busy(max(1, math.ceil((end - time.monotonic()) * 1000)), what))
