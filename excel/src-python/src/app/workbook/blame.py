"""Finds what ended the last backend, when it ended by itself: whatever it had begun last."""

from __future__ import annotations

from collections.abc import Iterable

from app.workbook.last_words import LastWords
from app.workbook.open_attempts import OpenAttempts
from app.workbook.workbook import Workbook


def blame(words: LastWords | None, workbooks: Iterable[Workbook], attempts: OpenAttempts) -> Workbook | None:
    """Gives the second point to what has one for having been begun; the workbook whose journal was changed by it.

    Requests are served one by one, so that the newest mark is the right one, if the process set it at all.
    """
    if words is None:
        return None
    newest = words.began_at
    blamed: Workbook | None = None
    operation: int | None = None
    for workbook in workbooks:
        if workbook.loading.at > newest:
            newest, blamed, operation = workbook.loading.at, workbook, None
        begun = workbook.journal.begun()
        if begun is not None and begun[0] > newest:
            (newest, operation), blamed = begun, workbook
    if attempts.blame(newest, hung=words.hung) or blamed is None:
        return None
    if operation is None:
        blamed.describe(blamed.loading.blamed(hung=words.hung).facts())
    else:
        blamed.journal.blame(operation)
    return blamed
