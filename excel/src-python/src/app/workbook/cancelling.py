"""A user cancelled what native code was at, by the end of the service; this is the next one, which undoes the traces.

Nothing that was cancelled counts as a failed attempt, is replayed, or is left behind.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from app.package.atomic import remove_left_overs
from app.workbook.attempts import Attempts
from app.workbook.registry import Workbooks
from app.workbook.workbook import Workbook


@dataclass(frozen=True)
class Cancelled:
    """The call that was under way: its method, and what it was about."""

    method: str
    workbook: str | None = None
    keys: tuple[str, ...] = ()
    """Of the changes that it was to make."""
    path: Path | None = None


@dataclass(frozen=True)
class Outcome:
    """``cancelled``: it has not happened. ``loading``: the workbook was being loaded, and is viewed now."""

    cancelled: bool
    loading: bool = False


def cancel(workbooks: Workbooks, call: Cancelled) -> Outcome:
    """Not cancelled is what had been done when the service ended; it stays done."""
    if call.path is not None:
        _forget_file(workbooks, call.path)
    if call.method == "workbook/list":
        return _give_up_any_loading(workbooks)
    if call.workbook is None:
        return Outcome(True) if call.path is None else _undo_open(workbooks, call.path)
    if call.workbook not in workbooks.ids():
        _undo_recovery(workbooks, call.workbook)
        return Outcome(True)
    workbook = workbooks.get(call.workbook)
    loading = _give_up_loading(workbook)
    if call.keys:
        is_retry = call.method == "quarantine/retry"
        if not is_retry and any(map(workbook.journal.is_applied, call.keys)):
            # Some of several were done one by one: the others follow.
            return Outcome(False, loading)
        cancelled = [workbook.journal.cancel(key, set_aside=is_retry) for key in call.keys]
        return Outcome(all(cancelled), loading)
    return Outcome(call.method != "workbook/save" or call.workbook not in workbooks.journals.finished_saves, loading)


def _forget_file(workbooks: Workbooks, path: Path) -> None:
    # As it is known by: a link stands for its file.
    path = Path(os.path.realpath(path))
    if path.exists():
        workbooks.attempts.forget(path)
    if path.parent.is_dir():
        remove_left_overs(path)


def _undo_open(workbooks: Workbooks, path: Path) -> Outcome:
    found = workbooks.find(path)
    if found is None:
        return Outcome(True)
    # It was open already, and was being loaded after a restart; else it had been opened a moment before the end.
    loading = _give_up_loading(found)
    if not loading:
        workbooks.drop(found)
    return Outcome(True, loading)


def _undo_recovery(workbooks: Workbooks, workbook_id: str) -> None:
    """What was being opened from the list stays on the list."""
    for folder in workbooks.data.folders():
        if folder.id == workbook_id and (workbook := workbooks.journals.take_up(folder)) is not None:
            workbook.describe(Attempts().facts())
            workbook.close()


def _give_up_any_loading(workbooks: Workbooks) -> Outcome:
    """Of all that are open one was being loaded, and the list of the others is still wanted."""
    given_up = [_give_up_loading(workbooks.get(each)) for each in workbooks.ids()]
    return Outcome(not any(given_up), loading=any(given_up))


def _give_up_loading(workbook: Workbook) -> bool:
    """If it was being loaded: shown as it was opened, until its user tries it again."""
    loading = workbook.loading.points > 0 or "replaying" in workbook.about
    if loading:
        workbook.describe(workbook.loading.spent().facts())
    return loading
