from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.journal.history import Edit
from app.journal.schema import JournalBusy, JournalFailed
from app.journal.store import Journal, Saving

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
    done, _ = journal.begin("one", "set", EDITS)
    journal.confirm(done)
    journal.begin("two", "set", EDITS)
    refused, _ = journal.begin("three", "undo", ())
    journal.forget(refused)
    journal.close()
    again = Journal.open(path)
    assert again.operations() == [done]
    assert [again.is_applied(key) for key in ("one", "two", "three")] == [True, False, False]
    again.close()


def test_attempts_without_an_end_are_counted_over_restarts(journal: Journal, path: Path) -> None:
    assert journal.begin("key", "set", EDITS)[1] == 0
    journal.close()
    again = Journal.open(path)
    later, _ = again.begin("other", "set", EDITS)
    operation, attempts = again.begin("key", "set", EDITS)
    assert (attempts, operation.seq > later.seq) == (1, True)
    again.close()


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
    saving = Saving(Path("/a.xlsx"), Path("/.a.tmp"), 3, None)
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
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(JournalFailed, match="format 2"):
        Journal.open(path)


def test_full_disk_is_told_and_nothing_is_recorded(journal: Journal) -> None:
    pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
    journal._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalFailed, match="disk"):
        journal.begin("large", "set", (Edit(0, 1, 1, "x" * os.sysconf("SC_PAGE_SIZE") * 20),))
    assert journal.operations() == []
    journal._connection.execute("PRAGMA max_page_count = 1000000")
    journal.confirm(journal.begin("small", "set", EDITS)[0])
