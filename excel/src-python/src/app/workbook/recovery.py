"""What earlier runs of the app left that is in no file: offered, and opened beside the file on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.errors import ServiceError
from app.workbook.folder import WorkbookFolder
from app.workbook.registry import Workbooks
from app.workbook.workbook import Workbook

FileState = Literal["same", "changed", "gone", "unsaved"]


@dataclass(frozen=True)
class RecoveryEntry:
    """``edited_at`` in seconds since 1970; the rest as in the contract."""

    id: str
    name: str
    path: Path | None
    edited_at: float
    edits: int
    file: FileState
    state: Literal["interrupted", "closed"]


class Recovery:
    """Over the data directory, beside what is open."""

    def __init__(self, workbooks: Workbooks) -> None:
        self._workbooks = workbooks

    def entries(self) -> list[RecoveryEntry]:
        """Most recent first. Left-overs that hold nothing, or are not to be kept, go."""
        data = self._workbooks.data
        data.forget_closed(self._workbooks.settings.keep_seconds)
        found = []
        for folder, state in self._left():
            workbook = self._workbooks.journals.take_up(folder)
            if workbook is None:
                continue
            entry = _describe(workbook, state)
            is_needed = workbook.dirty or workbook.quarantined()
            workbook.close()
            if is_needed and workbook.keeps_recovery:
                found.append(entry)
            else:
                data.remove(folder)
        return sorted(found, key=lambda entry: entry.edited_at, reverse=True)

    def _left(self) -> Iterator[tuple[WorkbookFolder, Literal["interrupted", "closed"]]]:
        opened = self._workbooks.ids()
        for folder in self._workbooks.data.folders():
            if folder.id not in opened:
                yield folder, "interrupted"
        for folder in self._workbooks.data.closed_folders():
            yield folder, "closed"

    def open(self, workbook_id: str) -> Workbook:
        """As a workbook of this app, with its edits."""
        folder, state = self._find(workbook_id)
        if state == "closed":
            folder = self._workbooks.data.restore(folder)
        workbook = self._workbooks.journals.take_up(folder)
        if workbook is None:
            raise _unknown(workbook_id)
        try:
            _ = workbook.content
        except ServiceError:
            workbook.close()
            raise
        self._workbooks.adopt(workbook, recovered="yes")
        return workbook

    def discard(self, workbook_id: str) -> None:
        """For good."""
        folder, _ = self._find(workbook_id)
        # Not what another app has opened by now.
        workbook = self._workbooks.journals.take_up(folder)
        if workbook is not None:
            workbook.close()
        elif (folder.path / "journal.sqlite-wal").exists():
            raise _unknown(workbook_id)
        self._workbooks.data.remove(folder)

    def _find(self, workbook_id: str) -> tuple[WorkbookFolder, str]:
        for folder, state in self._left():
            if folder.id == workbook_id:
                return folder, state
        raise _unknown(workbook_id)


def _unknown(workbook_id: str) -> ServiceError:
    return ServiceError(
        "UNKNOWN_WORKBOOK", f"There is nothing to recover as {workbook_id[:60]!r}, or another window has it by now."
    )


def _describe(workbook: Workbook, state: Literal["interrupted", "closed"]) -> RecoveryEntry:
    edited_at = workbook.journal.edited_at() or float(workbook.about["opened_at"])
    edits = workbook.recovered_edits
    return RecoveryEntry(workbook.id, workbook.name, workbook.path, edited_at, edits, _file_state(workbook), state)


def _file_state(workbook: Workbook) -> FileState:
    if workbook.path is None or workbook.disk_state is None:
        return "unsaved"
    try:
        return "same" if workbook.disk_state.is_on_disk(workbook.path) else "changed"
    except OSError:
        return "gone"
