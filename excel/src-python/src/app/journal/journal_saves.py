"""What a journal knows of a save, so that a kill in the middle of it is understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.journal.journal_file import JournalFile


@dataclass(frozen=True)
class Saving:
    """A save that was begun and not recorded as over."""

    target: Path
    top: int
    sha256: str | None
    """Of the finished temporary file; None while it is being written."""


class JournalSaves(JournalFile):
    """At most one save at a time."""

    def begin_saving(self, saving: Saving) -> None:
        with self._transaction():
            self._connection.execute(
                "INSERT OR REPLACE INTO saving VALUES (1, ?, ?, ?)",
                (str(saving.target), saving.top, saving.sha256),
            )

    def saving(self) -> Saving | None:
        with self._failures():
            row = self._connection.execute("SELECT target, top, sha256 FROM saving").fetchone()
        return Saving(Path(row[0]), row[1], row[2]) if row else None

    def end_saving(self, about: Mapping[str, str | None]) -> None:
        """The save is over, well or not: its record goes, and what it changed is set, in one step."""
        with self._transaction():
            self._connection.execute("DELETE FROM saving")
            self._write_about(about)
