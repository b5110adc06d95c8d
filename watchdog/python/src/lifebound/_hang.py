"""Stacks on stderr when the backend hangs, written by a thread of the interpreter that needs no GIL."""

from __future__ import annotations

import faulthandler
import threading
import time


class HangDump:
    """Writes the stacks of all threads when no beat came for a while, beyond any busy spell.

    The heartbeat puts the moment off as long as it beats, so the dump comes just when the watchdog hears nothing: a
    signal could not be sent on Windows, nor into a namespace. Uses ``faulthandler.dump_traceback_later``, of which a
    process has one.
    """

    def __init__(self) -> None:
        self._after_seconds: float | None = None
        self._due = 0.0
        self._lock = threading.Lock()

    def begin(self, after_ms: float) -> None:
        """From now on; ``after_ms`` is the watchdog's, a moment before it loses its patience."""
        self._after_seconds = after_ms / 1000
        self.put_off(0.0)

    def put_off(self, busy_seconds: float) -> None:
        """A sign of life, or a busy spell that begins or ends: it may be silent for so long from now."""
        with self._lock:
            if self._after_seconds is None:
                return
            now = time.monotonic()
            due = now + busy_seconds + self._after_seconds
            # Each arming starts a thread: a quarter of precision is enough, unless the moment comes nearer.
            if self._due <= due < self._due + self._after_seconds / 4:
                return
            self._due = due
            faulthandler.dump_traceback_later(due - now, file=2)

    def end(self) -> None:
        """The stop handlers are through: nothing is left to be said."""
        with self._lock:
            if self._after_seconds is not None:
                self._after_seconds = None
                faulthandler.cancel_dump_traceback_later()
