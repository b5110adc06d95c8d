"""Why the backend ends, and by when at the latest."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from ._logging import formatter

_NATIVE_SLACK_SECONDS = 0.5


class Stop:
    """Asked for by the host, its end, a signal or the backend itself; the first one counts."""

    def __init__(self, grace_seconds: float, close: Callable[[], None], log: logging.Logger) -> None:
        self._grace_seconds = grace_seconds
        self._close = close
        self._log = log
        self._lock = threading.Lock()
        self.reason: str | None = None

    def ask(self, reason: str, grace_seconds: float | None = None) -> None:
        """Stops taking requests and sets the deadline. Any thread; later calls change nothing."""
        with self._lock:
            if self.reason is not None:
                return
            self.reason = reason
        self._set_deadline(self._grace_seconds if grace_seconds is None else grace_seconds)
        self._close()

    def _set_deadline(self, grace_seconds: float) -> None:
        """Ends the process after the grace, whatever it is doing.

        Stop handlers belong to the main thread and must not run beside a handler that is stuck in it, so they are
        left out then: what was acknowledged has to be safe already.
        """
        threading.Thread(
            target=self._end_at, args=[time.monotonic() + grace_seconds], name="lifebound-deadline", daemon=True
        ).start()
        # Native code that holds the GIL keeps that thread from running; this timer is C code and needs none.
        faulthandler.dump_traceback_later(grace_seconds + _NATIVE_SLACK_SECONDS, exit=True, file=2)

    def _end_at(self, deadline: float) -> None:
        time.sleep(max(0.0, deadline - time.monotonic()))
        if sys.platform != "win32":
            os.set_blocking(2, False)  # A host that hangs does not read stderr, and the line must not wait for it.
        message = f"The backend did not end in time after {self.reason} and is ended now. It was here:"
        # Not by a logger: the stuck thread may be inside one, with its lock.
        record = logging.LogRecord(self._log.name, logging.ERROR, __file__, 0, message, None, None)
        with suppress(OSError):
            os.write(2, f"{formatter().format(record)}\n".encode())
        faulthandler.dump_traceback(file=2)
        os._exit(1)
