"""Log lines on stderr in the form of the seed: ``2024-01-01 12:00:00 - __main__ - INFO - …``."""

from __future__ import annotations

import logging
import sys
from io import TextIOWrapper


def formatter() -> logging.Formatter:
    """The seed's form."""
    return logging.Formatter("%(asctime)s - %(name)s - %(levelname)s - %(message)s", "%Y-%m-%d %H:%M:%S")


class _StandardErrorHandler(logging.Handler):
    """Writes to what `sys.stderr` is now: the link replaces it when it opens."""

    def emit(self, record: logging.LogRecord) -> None:
        if sys.stderr is None:  # A windowed build of Windows.
            return
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:  # As logging's own handlers do: a log line must not end what it tells of.
            self.handleError(record)


def setup_logging(level: int = logging.INFO) -> None:
    """Sends the root logger's lines to stderr, in UTF-8. Call it once, before the first line is logged."""
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")
    handler = _StandardErrorHandler()
    handler.setFormatter(formatter())
    logging.basicConfig(level=level, handlers=[handler])
