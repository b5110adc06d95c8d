"""The journal's tables. docs/decisions/journal.md says why they are so."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from app.errors import ServiceError

FORMAT = 2

_OPERATIONS = """
CREATE TABLE operations (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('set', 'change', 'undo', 'redo')),
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'applied', 'quarantined', 'dropped')),
    acknowledged INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    at REAL NOT NULL
);
"""
_SAVING = """
CREATE TABLE saving (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    target TEXT NOT NULL,
    top INTEGER NOT NULL,
    sha256 TEXT
);
"""
_TABLES = f"""
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
{_OPERATIONS}
{_SAVING}
"""
# Format 1 knew no quarantine and no times.
_RENAME_1 = "ALTER TABLE operations RENAME TO operations_1;"
_COPY_1 = """
INSERT INTO operations SELECT seq, key, kind, payload, state, state = 'applied',
    CASE state WHEN 'applied' THEN 0 ELSE attempts END, CAST(strftime('%s', 'now') AS REAL) FROM operations_1;
DROP TABLE operations_1;
DROP TABLE saving;
"""


class JournalFailed(ServiceError):
    """The journal can't be written or read."""

    def __init__(self, message: str) -> None:
        super().__init__("JOURNAL_FAILED", message)


class JournalBusy(JournalFailed):
    """Another process of ours has the workbook open."""


def create(path: Path) -> sqlite3.Connection:
    # SQLite gives its write-ahead log the mode of the database: private before the first byte.
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection = connect(path)
    connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {FORMAT}; COMMIT;")
    return connection


def connect(path: Path) -> sqlite3.Connection:
    """Opens a journal for this process alone. Raises JournalBusy when another has it, else JournalFailed."""
    try:
        # Used by one thread at a time, and not always the same one.
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode=rw", uri=True, timeout=0.5, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise JournalFailed(f"The journal {path} can't be opened ({error}).") from error
    try:
        # EXCLUSIVE is also the mark that a workbook belongs to this process; the system drops it when the process dies.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript("BEGIN IMMEDIATE; COMMIT;")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 1:
            connection.executescript(
                f"BEGIN; {_RENAME_1} {_OPERATIONS} {_COPY_1} {_SAVING} PRAGMA user_version = {FORMAT}; COMMIT;"
            )
            version = FORMAT
    except sqlite3.Error as error:
        connection.close()
        if "locked" in str(error):
            raise JournalBusy("Another window has this workbook open. Close it there first.") from error
        raise JournalFailed(f"The journal {path} can't be read ({error}).") from error
    if version not in (0, FORMAT):
        connection.close()
        raise JournalFailed(
            f"The journal {path} is of format {version}, and this version reads {FORMAT}. Update the app."
        )
    return connection
