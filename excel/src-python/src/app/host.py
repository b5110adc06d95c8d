"""What the service needs of its watchdog, so that it can be run without one."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

# Above this, an open or a save takes about a second.
_PROGRESS_FROM_BYTES = 2 << 20
# Shorter in tests, longer on a very slow machine.
DEADLINE_VARIABLE = "LIFEBOUND_EXCEL_DEADLINE_SECONDS"
_DEADLINE_SECONDS = 30.0


class Host(Protocol):
    """The part of ``lifebound.Backend`` that is used outside main.py."""

    def busy(self, what: str, *, seconds: float) -> AbstractContextManager[None]:
        """Announces native code that holds the GIL: no beat for up to so long."""
        ...

    def notify(self, method: str, params: object = None) -> None: ...


class BoundHost:
    """A host whose busy spells end the process when they last longer than announced.

    Native code can't be cancelled, and while it holds the GIL no thread of Python's runs: the system's timer ends the
    process by SIGALRM, at the deadline itself, and the watchdog starts another one at once. Without such a timer
    (Windows) the watchdog's own judgement does it, some seconds later.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        if hasattr(signal, "SIGALRM"):
            # A parent may have left it ignored.
            signal.signal(signal.SIGALRM, signal.SIG_DFL)

    @contextmanager
    def busy(self, what: str, *, seconds: float) -> Iterator[None]:
        with self._host.busy(what, seconds=seconds), _deadline(seconds):
            yield

    def notify(self, method: str, params: object = None) -> None:
        self._host.notify(method, params)


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return
    # 1. Spells nest; the latest end counts, as for the watchdog.
    left = signal.getitimer(signal.ITIMER_REAL)[0]
    outer_end = time.monotonic() + left
    signal.setitimer(signal.ITIMER_REAL, max(seconds, left))
    try:
        yield
    finally:
        # 2. 0 stops the timer; an outer spell that is overdue has a moment to end well.
        signal.setitimer(signal.ITIMER_REAL, max(1.0, outer_end - time.monotonic()) if left > 0 else 0)


def native_seconds(size: int) -> float:
    """How long native code may take over a file of so many bytes. Measured: 0.15 to 0.3 s a MiB on two old cores."""
    return float(os.environ.get(DEADLINE_VARIABLE, _DEADLINE_SECONDS)) + 4 * size / (1 << 20)


@contextmanager
def progress(host: Host, what: str, workbook: str | None, size: int) -> Iterator[None]:
    """Tells the user interface of what takes over a second, judged by size: no timer fires while the GIL is held."""
    if size < _PROGRESS_FROM_BYTES:
        yield
        return
    host.notify("service/progress", {"what": what, "workbook": workbook, "done": False})
    try:
        yield
    finally:
        host.notify("service/progress", {"what": what, "workbook": workbook, "done": True})
