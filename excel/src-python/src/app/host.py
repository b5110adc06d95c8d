"""What the service needs of its watchdog, so that it can be run without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

# Above this, an open or a save takes about a second.
_PROGRESS_FROM_BYTES = 2 << 20


class Host(Protocol):
    """The part of ``lifebound.Backend`` that is used outside main.py."""

    def busy(self, what: str, *, seconds: float) -> AbstractContextManager[None]:
        """Announces native code that holds the GIL: no beat for up to so long."""
        ...

    def notify(self, method: str, params: object = None) -> None: ...


def native_seconds(size: int) -> float:
    """How long native code may take over a file of so many bytes. Measured: 0.15 to 0.3 s a MiB on two old cores."""
    return 30 + 4 * size / (1 << 20)


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
