"""The SQLite file of a journal: transactions, and facts about the workbook."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from app.journal.schema import JournalFailed


class JournalFile:
    """Every method that writes has its record on the disk when it returns, or raises JournalFailed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

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
