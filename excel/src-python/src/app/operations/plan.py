"""What an operation is going to do, decided before anything is done: it is what the journal records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.journal.history import Edit


@dataclass(frozen=True)
class Plan:
    """``edits`` are typed first, then ``change`` is made of the file. Deterministic, so that a replay does the same."""

    edits: tuple[Edit, ...] = ()
    keeps_formats: bool = False
    """The edits are copies of what is there: typing them does not bring number formats along."""
    change: Mapping[str, Any] | None = None
    """``{"steps": [...], "at": [sheet, row, column]}``: see `app.package.change`."""
    target: Mapping[str, int] | None = None
    """The ``CellRange`` that is written."""
    count: int | None = None
    """Cells that change, for operations that tell."""
    moves_cells: bool = False
    """The headers of tables go along with their tables."""
    check: Callable[[], None] | None = None
    """Raises what refuses it. Done once the journal counts its attempts, since the engine may not come through it."""
