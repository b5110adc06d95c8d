"""Whoever starts the tests in the background may have them ignore signals, and every backend would inherit it."""

from __future__ import annotations

import signal

for name in ("SIGINT", "SIGHUP"):
    if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is signal.SIG_IGN:
        signal.signal(getattr(signal, name), signal.SIG_DFL)
