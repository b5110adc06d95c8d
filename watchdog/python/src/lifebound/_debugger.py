"""Whether somebody looks at this process with a debugger."""

from __future__ import annotations

import sys


def is_debugged() -> bool:
    """True while a debugger of an editor is connected: it may hold every thread still, the heartbeat's too.

    A trace function alone says nothing: coverage and profilers have one.
    """
    debugpy = sys.modules.get("debugpy")
    if debugpy is not None and bool(getattr(debugpy, "is_client_connected", bool)()):
        return True
    pydevd = sys.modules.get("pydevd")  # PyCharm's. debugpy brings one of its own that is asked above.
    return debugpy is None and pydevd is not None and getattr(pydevd, "get_global_debugger", bool)() is not None
