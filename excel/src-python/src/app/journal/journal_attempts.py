"""What a journal knows of attempts: operations that ended the process are counted, and set aside."""

from __future__ import annotations

import time
from dataclasses import dataclass

from app.journal.history import Operation
from app.journal.journal_file import JournalFile
from app.journal.payload import read_payload

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


class JournalAttempts(JournalFile):
    """Operations that are tried, tried again, set aside and given up."""

    def is_applied(self, key: str) -> bool:
        """Whether it needs not be done again; a key that was dropped counts as done."""
        with self._failures():
            row = self._connection.execute(
                "SELECT 1 FROM operations WHERE key = ? AND (acknowledged OR state = 'dropped')", (key,)
            ).fetchone()
        return row is not None

    def knows(self, key: str) -> bool:
        """Whether it was ever tried, whatever came of it; what was refused is not known."""
        with self._failures():
            row = self._connection.execute("SELECT 1 FROM operations WHERE key = ?", (key,)).fetchone()
        return row is not None

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
            Quarantined(key, Operation(seq, kind, *read_payload(payload)), bool(acknowledged), -(-points // 2), at)
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
