"""Opens, edits and saves a workbook, and kills itself at one of the steps of the save: PATH DATA STEP.

A step is one call that changes something outside the process: a commit of the journal, a sync, a rename, a removal.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from app.journal.history import Edit
from app.journal.store import Journal
from app.workbook.folder import DataDirectory
from app.workbook.registry import Workbooks


class Host:
    def busy(self, what: str, *, seconds: float) -> Any:
        return nullcontext()

    def notify(self, method: str, params: object = None) -> None:
        pass


def main(path: Path, data: Path, step: int) -> None:
    workbooks = Workbooks(DataDirectory(data), Host())
    workbook = workbooks.open(path)
    workbook.set_cells("first", (Edit(0, 1, 1, "11"),))
    workbooks.save(workbook, None, overwrite=False)
    workbook.set_cells("second", (Edit(0, 2, 1, "12"),))
    _die_at(step)
    workbooks.save(workbook, None, overwrite=False)
    print("saved")


def _die_at(step: int) -> None:
    steps = iter(range(1, 1000))

    # Killed before a call: what comes after one is what comes before the next.
    def count(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*args, **kwargs)

        return call

    calls = {
        os: ("fsync", "replace", "chmod", "open", "unlink"),
        Path: ("replace", "unlink", "chmod"),
        Journal: ("begin_saving", "end_saving", "describe"),
    }
    for owner, name in ((owner, name) for owner, names in calls.items() for name in names):
        setattr(owner, name, count(getattr(owner, name)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
