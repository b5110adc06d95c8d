"""The narrow port to a calculation engine, so that another engine can take its place.

Rows and columns count from 1, sheets are indices from 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class CellError:
    """An Excel error value, such as ``#DIV/0!``."""

    text: str


Value = None | bool | float | str | CellError
"""What a cell holds after evaluation. Numbers are always float."""


class Engine(Protocol):
    """One workbook, evaluated. Every method may raise ``EngineFailed``, never a bare panic."""

    def sheet_count(self) -> int: ...

    def set_input(self, sheet: int, row: int, column: int, text: str) -> None:
        """Types ``text`` into a cell as a user would, without evaluating."""
        ...

    def evaluate(self) -> None: ...

    def value(self, sheet: int, row: int, column: int) -> Value: ...

    def formula(self, sheet: int, row: int, column: int) -> str | None:
        """The formula with its ``=``, or None."""
        ...

    def cells(self, sheet: int) -> Iterator[tuple[int, int, Value]]:
        """Every cell that holds a value, row by row from the left."""
        ...
