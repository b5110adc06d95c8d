from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import ServiceError
from app.journal.history import Edit, Operation
from app.journal.journal_saves import Saving
from app.journal.schema import JournalBusy, JournalFailed
from app.journal.store import Journal

EDITS = (Edit(0, 1, 1, "文字"), Edit(1, 2, 3, "=A1"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    made = Journal.create(path, {"kind": "xlsx"})
    yield made
    made.close()


def test_only_what_was_confirmed_is_replayed(journal: Journal, path: Path) -> None:
    done = journal.begin("one", "set", EDITS)
    journal.confirm(done)
    journal.begin("two", "set", EDITS)
    refused = journal.begin("three", "undo", ())
    journal.forget(refused)
    journal.close()
    again = Journal.open(path)
    assert again.operations() == [done]
    assert [again.is_applied(key) for key in ("one", "two", "three")] == [True, False, False]
    again.close()


def _end_by(journal: Journal, key: str) -> None:
    """As a process leaves it that was ended by the operation."""
    operation = journal.begin(key, "set", EDITS)
    assert (journal.begun() or (0, 0))[1] == operation.seq
    journal.blame(operation.seq)


def test_what_ended_the_process_twice_is_set_aside(journal: Journal, path: Path) -> None:
    for _ in range(2):
        _end_by(journal, "key")
    journal.begin("other", "set", EDITS)
    with pytest.raises(ServiceError) as failure:
        journal.begin("key", "set", EDITS)
    assert failure.value.code == "QUARANTINED"
    journal.close()
    again = Journal.open(path)
    again.quarantine_spent()
    [found] = again.quarantined()
    assert (found.key, found.operation.edits, found.acknowledged, found.ends) == ("key", EDITS, False, 2)
    # One more attempt, and no second one.
    again.release("key")
    assert again.quarantined() == []
    again.begin("key", "set", EDITS)
    again.quarantine_spent()
    assert [found.key for found in again.quarantined()] == ["key"]
    again.drop("key")
    assert (again.quarantined(), again.is_applied("key"), again.operations()) == ([], True, [])
    again.close()


def test_a_process_that_was_killed_is_half_a_proof(journal: Journal) -> None:
    for _ in range(3):
        journal.begin("key", "set", EDITS)
    journal.confirm(journal.begin("key", "set", EDITS))
    assert journal.is_applied("key")
    for _ in range(4):
        journal.begin("other", "set", EDITS)
    journal.quarantine_spent()
    assert [found.key for found in journal.quarantined()] == ["other"]


def test_only_what_was_begun_last_is_blamed(journal: Journal) -> None:
    journal.begin("killed", "set", EDITS)
    for _ in range(2):
        _end_by(journal, "crashed")
    journal.quarantine_spent()
    assert [found.key for found in journal.quarantined()] == ["crashed"]


def test_what_stopped_a_replay_twice_keeps_its_place_and_does_nothing(journal: Journal) -> None:
    operations = [journal.begin(key, "set", EDITS) for key in "abc"]
    for operation in operations:
        journal.confirm(operation)
    assert journal.begun() is None
    for _ in range(2):
        journal.mark(operations[0])
        journal.mark(operations[1])
        _, seq = journal.begun() or (0, 0)
        journal.blame(seq)
    journal.quarantine_spent()
    assert [step.edits for step in journal.operations()] == [EDITS, (), EDITS]
    assert [(found.key, found.acknowledged) for found in journal.quarantined()] == [("b", True)]
    assert journal.is_applied("b")
    journal.release("b")
    journal.mark(operations[1])
    journal.unmark()
    journal.quarantine_spent()
    assert [step.edits for step in journal.operations()] == [EDITS] * 3


def test_what_was_cancelled_never_was(journal: Journal) -> None:
    journal.begin("cancelled", "set", EDITS)
    assert journal.cancel("cancelled", set_aside=False)
    assert (journal.begun(), journal.operations()) == (None, [])
    journal.confirm(journal.begin("came through", "set", EDITS))
    assert not journal.cancel("came through", set_aside=False)
    assert len(journal.operations()) == 1
    for _ in range(2):
        _end_by(journal, "tried again")
    journal.quarantine_spent()
    journal.release("tried again")
    journal.begin("tried again", "set", EDITS)
    assert journal.cancel("tried again", set_aside=True)
    assert [found.key for found in journal.quarantined()] == ["tried again"]


def test_journal_of_the_first_format_is_taken_over(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.executescript("""
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE operations (seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('set', 'undo', 'redo')), payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'applied')), attempts INTEGER NOT NULL);
CREATE TABLE saving (id INTEGER PRIMARY KEY CHECK (id = 1), target TEXT NOT NULL, temporary TEXT NOT NULL,
    top INTEGER NOT NULL, sha256 TEXT);
INSERT INTO operations VALUES (4, 'k', 'set', '[[0, 1, 1, "x"]]', 'applied', 1), (5, 'p', 'undo', '[]', 'pending', 1);
PRAGMA user_version = 1;
""")
    connection.close()
    journal = Journal.open(path)
    assert journal.operations() == [Operation(4, "set", (Edit(0, 1, 1, "x"),))]
    assert journal.begin("new", "change", ()).seq == 6
    journal.close()


def test_commits_are_synced(journal: Journal) -> None:
    settings = [journal._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", 2]


def test_belongs_to_one_process(journal: Journal, path: Path) -> None:
    with pytest.raises(JournalBusy):
        Journal.open(path)
    journal.close()
    Journal.open(path).close()


def test_private_to_the_user(journal: Journal, path: Path) -> None:
    journal.describe({"x": "y"})
    modes = [stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()]
    assert len(modes) >= 2
    assert set(modes) == {0o600}


def test_end_of_a_save_is_one_step(journal: Journal) -> None:
    saving = Saving(Path("/a.xlsx"), 3, None)
    journal.begin_saving(saving)
    assert journal.saving() == saving
    journal.end_saving({"saved_top": "3", "kind": None})
    assert (journal.saving(), journal.about()) == (None, {"saved_top": "3"})


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_damaged_file(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(JournalFailed):
        Journal.open(path).about()


def test_newer_format_is_refused(journal: Journal, path: Path) -> None:
    journal.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 3")
    connection.close()
    with pytest.raises(JournalFailed, match="format 3"):
        Journal.open(path)


def test_full_disk_is_told_and_nothing_is_recorded(journal: Journal) -> None:
    pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
    journal._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalFailed, match="disk"):
        journal.begin("large", "set", (Edit(0, 1, 1, "x" * os.sysconf("SC_PAGE_SIZE") * 20),))
    assert journal.operations() == []
    journal._connection.execute("PRAGMA max_page_count = 1000000")
    journal.confirm(journal.begin("small", "set", EDITS))
