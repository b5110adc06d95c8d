"""What the interpreter does by itself, without the GIL: stacks when the backend hangs, and its end at a deadline."""

from __future__ import annotations

import faulthandler
import threading
import time

# For a spell that is overdue and gets the word again, since one inside of it has ended.
_MOMENT_SECONDS = 1.0
_SAME_SECONDS = 0.05


class HangDump:
    """Writes the stacks of all threads when no beat came for a while, beyond any busy spell.

    The heartbeat puts the moment off as long as it beats, so the dump comes just when the watchdog hears nothing: a
    signal could not be sent on Windows, nor into a namespace. In an enforced spell the dump comes at its end, and ends
    the process with status 1. Uses ``faulthandler.dump_traceback_later``, of which a process has one: a thread of C
    code, on every platform.
    """

    def __init__(self) -> None:
        self._after_seconds: float | None = None
        self._due = 0.0
        self._exits = False
        self._file = 2
        self._lock = threading.Lock()

    def begin(self, after_ms: float) -> None:
        """From now on; ``after_ms`` is the watchdog's, a moment before it loses its patience."""
        self._after_seconds = after_ms / 1000
        self.put_off(0.0)

    def write_to(self, file: int) -> None:
        """Where the stacks of an enforced end go."""
        with self._lock:
            self._file = file

    def put_off(self, busy_seconds: float, *, enforced: bool = False) -> None:
        """A sign of life, or a busy spell that begins or ends: it may be silent for so long from now."""
        with self._lock:
            if enforced:
                self._arm_exit(busy_seconds)
                return
            if self._exits:
                # The next beat sees to the rest: each arming starts a thread.
                faulthandler.cancel_dump_traceback_later()
                self._exits, self._due = False, 0.0
                return
            if self._after_seconds is None:
                return
            now = time.monotonic()
            due = now + busy_seconds + self._after_seconds
            # A quarter of precision is enough, unless the moment comes nearer.
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

    def _arm_exit(self, seconds: float) -> None:
        seconds = seconds or _MOMENT_SECONDS
        due = time.monotonic() + seconds
        if self._exits and abs(due - self._due) < _SAME_SECONDS:
            return
        self._exits, self._due = True, due
        faulthandler.dump_traceback_later(seconds, exit=True, file=self._file)
