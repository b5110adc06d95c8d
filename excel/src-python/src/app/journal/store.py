"""One workbook's journal: a SQLite file that this process alone has open."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.errors import ServiceError
from app.journal import schema
from app.journal.history import Edit, Operation, OperationKind
from app.journal.journal_attempts import MAX_POINTS, JournalAttempts
from app.journal.journal_saves import JournalSaves
from app.journal.payload import read_payload, write_payload


class Journal(JournalAttempts, JournalSaves):
    """Every method that writes has its record on the disk when it returns, or raises JournalFailed."""

    @classmethod
    def create(cls, path: Path, about: Mapping[str, str | None]) -> Journal:
        journal = cls(schema.create(path))
        journal.describe(about)
        return journal

    @classmethod
    def open(cls, path: Path) -> Journal:
        return cls(schema.connect(path))

    def operations(self) -> list[Operation]:
        """What was acknowledged, in order; what was set aside since does nothing, and keeps its place."""
        with self._failures():
            rows = self._connection.execute(
                "SELECT seq, kind, payload, state FROM operations WHERE acknowledged ORDER BY seq"
            ).fetchall()
        return [
            Operation(seq, kind, *(read_payload(payload) if state == "applied" else ()))
            for seq, kind, payload, state in rows
        ]

    def edited_at(self) -> float | None:
        """When the last operation was acknowledged, in seconds since 1970."""
        with self._failures():
            row = self._connection.execute("SELECT max(at) FROM operations WHERE acknowledged").fetchone()
        return None if row[0] is None else float(row[0])

    def begin(
        self,
        key: str,
        kind: OperationKind,
        edits: tuple[Edit, ...],
        *,
        keeps_formats: bool = False,
        change: Mapping[str, Any] | None = None,
    ) -> Operation:
        """Records what is going to be tried: until `confirm`, the record is the mark of an attempt.

        Raises QUARANTINED for what has ended the process too often.
        """
        with self._transaction():
            row = self._connection.execute("SELECT attempts, state FROM operations WHERE key = ?", (key,)).fetchone()
            attempts, state = row or (0, "pending")
            if attempts < MAX_POINTS and state == "pending":
                # A new number: operations count in the order in which they took effect.
                self._connection.execute("DELETE FROM operations WHERE key = ?", (key,))
                cursor = self._connection.execute(
                    "INSERT INTO operations (key, kind, payload, state, acknowledged, attempts, at) "
                    "VALUES (?, ?, ?, 'pending', 0, ?, ?)",
                    (key, kind, write_payload(edits, keeps_formats, change), attempts + 1, time.time()),
                )
                return Operation(cursor.lastrowid or 0, kind, edits, keeps_formats, change)
            self._connection.execute("UPDATE operations SET state = 'quarantined' WHERE key = ?", (key,))
        raise ServiceError(
            "QUARANTINED",
            "This change stopped the calculation engine twice, and was set aside. Try it again, or drop it.",
        )

    def confirm(self, *operations: Operation) -> None:
        """They took effect: from now on they are replayed. All of them or none."""
        with self._transaction():
            self._connection.executemany(
                "UPDATE operations SET state = 'applied', acknowledged = 1, attempts = 0 WHERE seq = ?",
                [(operation.seq,) for operation in operations],
            )

    def forget(self, *operations: Operation) -> None:
        """They were refused and changed nothing."""
        with self._transaction():
            self._connection.executemany(
                "DELETE FROM operations WHERE seq = ?", [(operation.seq,) for operation in operations]
            )
