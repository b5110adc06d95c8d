"""One workbook's journal: a SQLite file that this process alone has open."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import ServiceError
from app.journal import schema
from app.journal.history import Edit, Operation, OperationKind
from app.journal.schema import JournalFailed

# Of what was begun and not ended: one point for a process that ended meanwhile, for whatever reason, a second one when
# the service knows that it was this that ended it. With so many it is not tried again by itself.
MAX_POINTS = 4


@dataclass(frozen=True)
class Quarantined:
    """An operation that was set aside. ``acknowledged``: it had been applied, and then stopped a replay.

    ``ends``: how many processes ended in it, at least.
    """

    key: str
    operation: Operation
    acknowledged: bool
    ends: int
    at: float


@dataclass(frozen=True)
class Saving:
    """A save that was begun and not recorded as over."""

    target: Path
    top: int
    sha256: str | None
    """Of the finished temporary file; None while it is being written."""


class Journal:
    """Every method that writes has its record on the disk when it returns, or raises JournalFailed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def create(cls, path: Path, about: Mapping[str, str | None]) -> Journal:
        journal = cls(schema.create(path))
        journal.describe(about)
        return journal

    @classmethod
    def open(cls, path: Path) -> Journal:
        return cls(schema.connect(path))

    def close(self) -> None:
        self._connection.close()

    def about(self) -> dict[str, str]:
        """Facts about the workbook by name; one that is not known is not there."""
        with self._failures():
            return dict(self._connection.execute("SELECT name, value FROM about"))

    def describe(self, about: Mapping[str, str | None]) -> None:
        """Sets facts; None removes one."""
        with self._transaction():
            self._write_about(about)

    def _write_about(self, about: Mapping[str, str | None]) -> None:
        for name, value in about.items():
            if value is None:
                self._connection.execute("DELETE FROM about WHERE name = ?", (name,))
            else:
                self._connection.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def operations(self) -> list[Operation]:
        """What was acknowledged, in order; what was set aside since does nothing, and keeps its place."""
        with self._failures():
            rows = self._connection.execute(
                "SELECT seq, kind, payload, state FROM operations WHERE acknowledged ORDER BY seq"
            ).fetchall()
        return [
            Operation(seq, kind, *(_read_payload(payload) if state == "applied" else ()))
            for seq, kind, payload, state in rows
        ]

    def edited_at(self) -> float | None:
        """When the last operation was acknowledged, in seconds since 1970."""
        with self._failures():
            row = self._connection.execute("SELECT max(at) FROM operations WHERE acknowledged").fetchone()
        return None if row[0] is None else float(row[0])

    def is_applied(self, key: str) -> bool:
        """Whether it needs not be done again; a key that was dropped counts as done."""
        with self._failures():
            row = self._connection.execute(
                "SELECT 1 FROM operations WHERE key = ? AND (acknowledged OR state = 'dropped')", (key,)
            ).fetchone()
        return row is not None

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
                    (key, kind, _write_payload(edits, keeps_formats, change), attempts + 1, time.time()),
                )
                return Operation(cursor.lastrowid or 0, kind, edits, keeps_formats, change)
            self._connection.execute("UPDATE operations SET state = 'quarantined' WHERE key = ?", (key,))
        raise ServiceError(
            "QUARANTINED",
            "This change stopped the calculation engine twice, and was set aside. Try it again, or drop it.",
        )

    def confirm(self, operation: Operation) -> None:
        """It took effect: from now on it is replayed."""
        with self._transaction():
            self._connection.execute(
                "UPDATE operations SET state = 'applied', acknowledged = 1, attempts = 0 WHERE seq = ?",
                (operation.seq,),
            )

    def forget(self, operation: Operation) -> None:
        """It was refused and changed nothing."""
        with self._transaction():
            self._connection.execute("DELETE FROM operations WHERE seq = ?", (operation.seq,))

    def quarantine_spent(self) -> None:
        """Sets aside what was tried so often that it is not tried again by itself."""
        with self._transaction():
            self._connection.execute(
                "UPDATE operations SET state = 'quarantined' WHERE state IN ('pending', 'applied') AND attempts >= ?",
                (MAX_POINTS,),
            )

    def quarantine(self, operation: Operation) -> None:
        """Sets aside what is known to stop the engine."""
        with self._transaction():
            self._connection.execute("UPDATE operations SET state = 'quarantined' WHERE seq = ?", (operation.seq,))

    def quarantined(self) -> list[Quarantined]:
        with self._failures():
            rows = self._connection.execute(
                "SELECT key, seq, kind, payload, acknowledged, attempts, at FROM operations "
                "WHERE state = 'quarantined' ORDER BY seq"
            ).fetchall()
        return [
            Quarantined(key, Operation(seq, kind, *_read_payload(payload)), bool(acknowledged), -(-points // 2), at)
            for key, seq, kind, payload, acknowledged, points, at in rows
        ]

    def release(self, key: str) -> None:
        """For one more attempt, whose failure sets it aside again."""
        with self._transaction():
            self._connection.execute(
                "UPDATE operations SET state = CASE WHEN acknowledged THEN 'applied' ELSE 'pending' END, attempts = ? "
                "WHERE key = ? AND state = 'quarantined'",
                (MAX_POINTS - 1, key),
            )

    def drop(self, key: str) -> None:
        """For good. Its key is remembered, so that it is not applied when it is sent again."""
        with self._transaction():
            self._connection.execute(
                "UPDATE operations SET state = 'dropped' WHERE key = ? AND state = 'quarantined'", (key,)
            )

    def mark(self, operation: Operation) -> None:
        """Before it is replayed by itself; removes the mark of the one before."""
        with self._transaction():
            self._connection.execute(
                "UPDATE operations SET attempts = 0 WHERE state = 'applied' AND seq < ?", (operation.seq,)
            )
            self._connection.execute("UPDATE operations SET attempts = attempts + 1 WHERE seq = ?", (operation.seq,))
            self._write_about({"replaying": repr(time.time())})

    def begun(self) -> tuple[float, int] | None:
        """When the newest operation was tried, or replayed by itself, that did not come to its end; and its number."""
        with self._failures():
            tried = self._connection.execute(
                "SELECT at, seq FROM operations WHERE state = 'pending' ORDER BY at DESC LIMIT 1"
            ).fetchone()
            replayed = self._connection.execute(
                "SELECT CAST(value AS REAL), seq FROM operations JOIN about ON name = 'replaying' "
                "WHERE state = 'applied' AND attempts > 0"
            ).fetchone()
        return max((row for row in (tried, replayed) if row), default=None)

    def blame(self, seq: int) -> None:
        """The operation of that number is known to have ended the process, or to have panicked in it."""
        with self._transaction():
            self._connection.execute("UPDATE operations SET attempts = attempts + 1 WHERE seq = ?", (seq,))

    def cancel(self, key: str, *, set_aside: bool) -> bool:
        """What was being tried is not wanted any more, and did not take effect. False: it did.

        ``set_aside``: it had been, and is again.
        """
        if not set_aside and self.is_applied(key):
            return False
        with self._transaction():
            if set_aside:
                self._connection.execute(
                    "UPDATE operations SET state = 'quarantined' WHERE key = ? AND state IN ('pending', 'applied')",
                    (key,),
                )
            else:
                self._connection.execute("DELETE FROM operations WHERE key = ? AND NOT acknowledged", (key,))
        return True

    def unmark(self) -> None:
        """All that was replayed is well."""
        with self._transaction():
            self._connection.execute("UPDATE operations SET attempts = 0 WHERE state = 'applied' AND attempts > 0")

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

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._failures():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise JournalFailed(
                f"The journal can't be written ({error}), so nothing was changed. Free disk space, and try again."
            ) from error


def _write_payload(edits: tuple[Edit, ...], keeps_formats: bool, change: Mapping[str, Any] | None) -> str:
    """A list of edits, or an object with them and what else there is."""
    cells = [[edit.sheet, edit.row, edit.column, edit.text] for edit in edits]
    if change is None and not keeps_formats:
        return json.dumps(cells, ensure_ascii=False)
    return json.dumps({"edits": cells, "keepsFormats": keeps_formats, "change": change}, ensure_ascii=False)


def _read_payload(payload: str) -> tuple[tuple[Edit, ...], bool, Mapping[str, Any] | None]:
    read = json.loads(payload)
    if isinstance(read, list):
        read = {"edits": read, "keepsFormats": False, "change": None}
    return tuple(Edit(*values) for values in read["edits"]), read["keepsFormats"], read["change"]
