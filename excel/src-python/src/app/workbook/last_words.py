"""What the process before this one left when it ended by itself: at a deadline, or in a crash of native code.

The interpreter writes the stacks without the GIL, so that they come even when the engine never returns. A process that
was killed from outside leaves none.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path

# What faulthandler writes first at a deadline; a crash begins with "Fatal Python error".
_DEADLINE = "Timeout ("
_MAX_BYTES = 64 << 10
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LastWords:
    """``began_at``: when that process began to work, in seconds since 1970."""

    began_at: float
    text: str

    @property
    def hung(self) -> bool:
        """It went past its deadline; else it crashed."""
        return self.text.startswith(_DEADLINE)


def take_last_words(path: Path) -> LastWords | None:
    """Of the service before this one of the same app; told once, and in the log."""
    try:
        with path.open("rb") as file:
            began_at, _, text = file.read(_MAX_BYTES).decode("utf-8", "replace").partition("\n")
        path.unlink()
        words = LastWords(float(began_at), text.strip())
    except (OSError, ValueError):
        return None
    if not words.text:
        return None
    how = "did not come back by its deadline" if words.hung else "crashed"
    _log.error("Native code %s, and ended the service before this one. It was here:\n%s", how, words.text)
    return words


def open_last_words(path: Path) -> int:
    """A descriptor for this process's own, open until it ends. Raises OSError."""
    descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_APPEND, 0o600)
    os.write(descriptor, f"{time.time()!r}\n".encode())
    return descriptor


def last_words_of(folder: Path, session: str | None) -> Path:
    """The file of one app; a backend that ends in good order removes it."""
    return folder / hashlib.sha256((session or "").encode()).hexdigest()[:32]
