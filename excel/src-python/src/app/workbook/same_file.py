"""Whether two paths, or a path and what was read of it, are one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.workbook.workbook import Workbook


def is_same_file(one: Path, other: Path) -> bool:
    """By name, or by the file itself when both are there."""
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False


def is_unchanged(workbook: Workbook, path: Path) -> bool:
    """Whether the file is the one that the workbook was read from."""
    state = workbook.disk_state
    try:
        return state is not None and state.is_on_disk(path)
    except OSError:
        return False
