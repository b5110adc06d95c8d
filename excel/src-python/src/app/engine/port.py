"""The narrow port to a calculation engine, so that another engine can take its place.

Rows and columns count from 1, sheets are indices from 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from app.engine.readings import Reading
from app.errors import ServiceError

CellKind = Literal["empty", "text", "number", "boolean", "error"]


CellAddress = tuple[int, int, int]
"""Sheet index from 0, row and column from 1."""


class EngineFailed(ServiceError):
    """The engine panicked or broke; what it holds in memory is not to be trusted any more."""

    def __init__(self, message: str) -> None:
        super().__init__("ENGINE_FAILED", message)


class InputRefused(ServiceError):
    """The engine does not take this input; it holds what it held before."""

    def __init__(self, message: str) -> None:
        super().__init__("INVALID_PARAMS", message)


@dataclass(frozen=True)
class CellError:
    """An Excel error value, such as ``#DIV/0!``."""

    text: str


Value = None | bool | float | str | CellError
"""What a cell holds after evaluation. Numbers are always float."""


@dataclass(frozen=True)
class Sheet:
    """A worksheet; ``rows`` and ``columns`` are the last ones that hold something, 0 when it is empty."""

    name: str
    visible: bool
    color: str | None
    rows: int
    columns: int
    frozen_rows: int
    frozen_columns: int
    grid_lines: bool = True


CellStyle = Mapping[str, str | float | bool]
"""What a user interface needs, keyed as in ``CellStyle`` of the service's contract; default properties left out."""


@dataclass(frozen=True)
class CellLook:
    """A cell as it is shown."""

    text: str
    kind: CellKind
    style: CellStyle
    mark: Mapping[str, Any] | None = None
    """``bar``, ``icon`` and ``bare`` of the service's contract, from a conditional format."""


@dataclass(frozen=True)
class CellOwner:
    """The formula that fills a cell from another cell."""

    row: int
    column: int
    dynamic: bool
    """It spills, and is no array formula entered over a fixed block."""


class Readable(Protocol):
    """What a window of cells is drawn from: an engine, or a read-only view of a file."""

    def sheets(self) -> list[Sheet]: ...

    def look(self, sheet: int, row: int, column: int) -> CellLook: ...

    def input(self, sheet: int, row: int, column: int) -> str:
        """What a user would type to get this cell."""
        ...

    def value(self, sheet: int, row: int, column: int) -> Value: ...

    def filled(self, sheet: int, area: tuple[int, int, int, int]) -> list[tuple[int, int]]:
        """(row, column) of the cells that hold something in (top, left, bottom, right), row by row from the left."""
        ...

    def texts(self, sheet: int, cells: Sequence[tuple[int, int]]) -> list[str]:
        """As shown, formats applied."""
        ...

    def filled_columns(self, sheet: int, area: tuple[int, int, int, int]) -> list[tuple[int, list[int]]]:
        """The columns of an area with their rows in use; cells that only have a style are among them."""
        ...

    def texts_of(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[str]:
        """As shown, formats applied, of many cells by their rows and columns: 0.8 s a million."""
        ...

    def contents_of(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[str]:
        """As `input`, without the ``'`` that marks a text."""
        ...

    def values_of(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[Value]:
        """Of many cells: 0.15 s a million."""
        ...

    def values(self, sheet: int, area: tuple[int, int, int, int]) -> list[Value]:
        """Of the cells that hold something in (top, left, bottom, right), in no order."""
        ...

    def merges(self, sheet: int) -> list[tuple[int, int, int, int]]:
        """(top, left, bottom, right) of each merged block."""
        ...

    def names(self) -> list[tuple[str, int | None, str]]:
        """Defined names: name, index of the sheet that it belongs to, what it refers to without ``=``."""
        ...

    def column_width(self, sheet: int, column: int) -> float | None:
        """CSS px; None: default."""
        ...

    def row_height(self, sheet: int, row: int) -> float | None:
        """CSS px; None: default."""
        ...

    def hidden_rows(self, sheet: int, top: int, bottom: int) -> list[int]: ...


class Engine(Readable, Protocol):
    """One workbook, evaluated on demand. Every method may raise ``EngineFailed``, never a bare panic."""

    def sheet_count(self) -> int: ...

    def set_input(
        self,
        sheet: int,
        row: int,
        column: int,
        text: str,
        *,
        keeps_format: bool = False,
        reading: Reading | None = None,
    ) -> None:
        """Types ``text`` into a cell as a user would, without evaluating. Raises ``InputRefused``.

        ``keeps_format``: the number format stays what it is, whatever is typed.
        ``reading``: what the text stands for, when that was decided already.
        """
        ...

    def show_look(self, step: Mapping[str, Any]) -> None:
        """Shows a step of `app.package.looks`; one for `undo`, as an input is."""
        ...

    def undo(self) -> None:
        """Takes back the last `set_input`, format and all, without evaluating."""
        ...

    def redo(self) -> None:
        """Brings back what `undo` took, without evaluating."""
        ...

    def evaluate(self) -> None: ...

    def style_key(self, sheet: int, row: int, column: int) -> str:
        """Equal for cells that look alike in every way that the engine knows."""
        ...

    def formula(self, sheet: int, row: int, column: int) -> str | None:
        """The formula with its ``=``, or None."""
        ...

    def number_format(self, sheet: int, row: int, column: int) -> str:
        """Excel's format code; ``general`` when it has none."""
        ...

    def owner(self, sheet: int, row: int, column: int) -> CellOwner | None:
        """Who fills this cell; None when it stands for itself."""
        ...

    def merged_into(self, sheet: int, row: int, column: int) -> tuple[int, int] | None:
        """The top left cell of the merged block that covers this one; None when it stands for itself."""
        ...

    def cells(self, sheet: int) -> Iterator[tuple[int, int, Value]]:
        """Every cell that holds a value, row by row from the left."""
        ...

    def stays_text(self, text: str) -> bool:
        """Whether typing it gives this text again: ``007`` would become a number, ``=1+1`` a formula."""
        ...

    def is_readable(self, formula: str) -> bool:
        """Whether the formula's text can be read at all, brackets and arguments right."""
        ...

    def copy(self) -> Engine:
        """Another one with the same cells, to try something on: 70 ms for a million. It has nothing to undo."""
        ...

    def to_bytes(self) -> bytes:
        """A snapshot, for the same version of the same engine only."""
        ...
