"""Which of the doubtful cells depend on a cell that changed: references followed, in doubt yes.

Only cells that the engine can't be trusted with take part. A trusted cell whose value did not change passes
nothing on.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping

from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle
from app.package.references import FormulaReferences

Cell = tuple[int, int, int]
"""(sheet, row, column)"""

# Ranges up to this many cells are looked up cell by cell.
_SMALL_AREA = 64
# Rounds over all doubtful cells before "everything that is left depends on it" is the answer. A chain that runs in the
# file's order takes one.
_MAX_ROUNDS = 30


class _Index:
    """Cells of one sheet by column, to ask whether any is inside of a rectangle."""

    def __init__(self) -> None:
        self._columns: dict[int, list[int]] = {}

    def add(self, row: int, column: int) -> None:
        insort(self._columns.setdefault(column, []), row)

    def touches(self, area: Rectangle) -> bool:
        columns: Iterable[int] = range(area.left, area.right + 1)
        if area.right - area.left >= len(self._columns):
            columns = [column for column in self._columns if area.left <= column <= area.right]
        for column in columns:
            rows = self._columns.get(column)
            if rows:
                place = bisect_left(rows, area.top)
                if place < len(rows) and rows[place] <= area.bottom:
                    return True
        return False


class _Dirty:
    """Cells that changed, or may have."""

    def __init__(self) -> None:
        self.numbers: set[int] = set()
        self._sheets: dict[int, _Index] = defaultdict(_Index)

    def add(self, cell: Cell) -> None:
        self.numbers.add(_number(*cell))
        self._sheets[cell[0]].add(cell[1], cell[2])

    def touches(self, areas: Iterable[tuple[int, Rectangle]]) -> bool:
        return any(self._sheets[sheet].touches(area) for sheet, area in areas)


def find_downstream(
    doubtful: Mapping[Cell, FormulaReferences], changed: Iterable[Cell], sheet_indices: Mapping[str, int]
) -> set[Cell]:
    """The doubtful cells that depend, over each other, on one of ``changed``.

    ``sheet_indices``: index of a sheet by its name in lower case.
    """
    dirty = _Dirty()
    for cell in changed:
        dirty.add(cell)
    found: set[Cell] = set()
    if not dirty.numbers:
        return found
    waiting = []
    for cell, formula in doubtful.items():
        if formula.is_open:
            found.add(cell)
            dirty.add(cell)
        else:
            waiting.append((cell, *_split(cell, formula, sheet_indices)))
    for _ in range(_MAX_ROUNDS):
        left = []
        for item in waiting:
            cell, numbers, areas = item
            if not dirty.numbers.isdisjoint(numbers) or (areas and dirty.touches(areas)):
                found.add(cell)
                dirty.add(cell)
            else:
                left.append(item)
        if len(left) == len(waiting):
            return found
        waiting = left
    return found | {cell for cell, _, _ in waiting}


def _split(
    cell: Cell, formula: FormulaReferences, sheet_indices: Mapping[str, int]
) -> tuple[tuple[int, ...], tuple[tuple[int, Rectangle], ...]]:
    """What a formula refers to: numbers of single cells, and large areas."""
    numbers: list[int] = []
    areas: list[tuple[int, Rectangle]] = []
    for name, area in formula.references:
        sheet = cell[0] if name is None else sheet_indices.get(name.lower(), -1)
        top, left, bottom, right = area
        if top == bottom and left == right:
            numbers.append(_number(sheet, top, left))
        elif area.area <= _SMALL_AREA:
            numbers.extend(_number(sheet, row, column) for row, column in area.cells())
        else:
            areas.append((sheet, area))
    return tuple(numbers), tuple(areas)


def _number(sheet: int, row: int, column: int) -> int:
    """A cell as one number: hashed and stored in a third of a tuple's room."""
    return (sheet * (MAX_ROW + 1) + row) * (MAX_COLUMN + 1) + column
