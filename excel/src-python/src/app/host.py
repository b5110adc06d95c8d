"""What the service needs of its watchdog, so that it can be run without one."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from lifebound import Backend

# Shorter in tests, longer on a very slow machine.
DEADLINE_VARIABLE = "LIFEBOUND_EXCEL_DEADLINE_SECONDS"
_DEADLINE_SECONDS = 30.0


class Host(Protocol):
    """The part of ``lifebound.Backend`` that is used outside main.py."""

    def busy(self, what: str, *, seconds: float) -> AbstractContextManager[None]:
        """Announces native code that holds the GIL: no beat for up to so long."""
        ...

    def notify(self, method: str, params: object = None) -> None: ...


class ProcessHost(Host, Protocol):
    """Of a whole process."""

    def dump_stacks_to(self, file: int) -> None:
        """Where it is said what native code was at when it ended the process."""
        ...


class BoundHost:
    """A host whose busy spells end the process when they last longer than announced.

    Native code can't be cancelled, and while it holds the GIL no thread of Python's runs: the interpreter's own timer
    ends the process at the deadline itself, on every platform, and the watchdog starts another one at once.
    """

    def __init__(self, host: Backend) -> None:
        self._host = host

    def busy(self, what: str, *, seconds: float) -> AbstractContextManager[None]:
        return self._host.busy(what, seconds=seconds, enforced=True)

    def dump_stacks_to(self, file: int) -> None:
        self._host.dump_stacks_to(file)

    def notify(self, method: str, params: object = None) -> None:
        self._host.notify(method, params)


def native_seconds(size: int) -> float:
    """How long native code may take over a file of so many bytes. Measured: 0.15 to 0.3 s a MiB on two old cores."""
    return float(os.environ.get(DEADLINE_VARIABLE, _DEADLINE_SECONDS)) + 4 * size / (1 << 20)
