"""Marks of files that are being opened: one that ends the process is not given to the engine for ever."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.workbook.attempts import Attempts


class OpenAttempts:
    """One small file for each path, in a folder of the data directory; a changed file is a new one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: Path) -> Attempts:
        return _read(self._mark(path))

    @contextmanager
    def attempt(self, path: Path, earlier: Attempts) -> Iterator[None]:
        """The mark is there while the body runs, and stays when it ends the process."""
        self._write(self._mark(path), earlier.next())
        try:
            yield
        finally:
            # What was shown without the engine is shown so the next time.
            if earlier.is_spent:
                self._write(self._mark(path), earlier.spent())
            else:
                self.forget(path)

    def forget(self, path: Path) -> None:
        with suppress(OSError):
            self._mark(path).unlink()

    def blame(self, since: float, *, hung: bool) -> bool:
        """The last one that was begun from then on ended the process. False: there is none."""
        marks = [(_read(mark), mark) for mark in self._folder.iterdir()] if self._folder.is_dir() else []
        begun = [(attempts, mark) for attempts, mark in marks if attempts.at > since]
        if not begun:
            return False
        attempts, mark = max(begun, key=lambda one: one[0].at)
        self._write(mark, attempts.blamed(hung=hung))
        return True

    def _write(self, mark: Path, attempts: Attempts) -> None:
        flags = os.O_CREAT | os.O_TRUNC | os.O_WRONLY
        with os.fdopen(os.open(mark, flags, 0o600), "w", encoding="utf-8") as file:
            json.dump(attempts.facts(), file)

    def _mark(self, path: Path) -> Path:
        status = path.stat()
        name = f"{path}\0{status.st_size}\0{status.st_mtime_ns}"
        return self._folder / hashlib.sha256(name.encode()).hexdigest()[:32]


def _read(mark: Path) -> Attempts:
    try:
        return Attempts.from_facts(json.loads(mark.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return Attempts()
