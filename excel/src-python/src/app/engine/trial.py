"""Native code is tried on a file in a process that may end by it: a failed allocation aborts, and can't be caught."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

# Under the service's own deadline for a small file (30 s).
_SECONDS = 25.0
# Beyond what is in use. Four times what the largest view takes.
_MEMORY_BYTES = 4 << 30


def survives(work: Callable[[], object]) -> bool:
    """Whether ``work()`` ends, with or without an exception. On Windows, where processes don't fork: True."""
    if sys.platform == "win32":
        return True
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            _limit()
            work()
        # No handlers of the parent's, and nothing of its buffers written twice.
        os._exit(0)
    try:
        return not os.WIFSIGNALED(os.waitpid(child, 0)[1])
    except ChildProcessError:
        return True


def _limit() -> None:
    import resource  # noqa: PLC0415  (not on Windows)

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limit = pages * resource.getpagesize() + _MEMORY_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
