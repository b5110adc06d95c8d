"""Which of the doubtful cells depend on a cell that changed: references followed, in doubt yes.

Only cells that the engine can't be trusted with take part. A trusted cell whose value did not change passes
nothing on.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping

from app.package.addresses import Rectangle
from app.package.references import FormulaReferences

Cell = tuple[int, int, int]
"""(sheet, row, column)"""

# Ranges up to this many cells are looked up cell by cell.
_SMALL_AREA = 64
# Range look-ups before "everything that is left depends on it" is the answer: about a second.
_BUDGET = 1_000_000


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


def find_downstream(
    doubtful: Mapping[Cell, FormulaReferences], changed: Iterable[Cell], sheet_indices: Mapping[str, int]
) -> set[Cell]:
    """The doubtful cells that depend, over each other, on one of ``changed``.

    ``sheet_indices``: index of a sheet by its name in lower case.
    """
    by_cell: dict[Cell, list[Cell]] = defaultdict(list)
    by_area: dict[tuple[int, Rectangle], list[Cell]] = defaultdict(list)
    found: set[Cell] = set()
    queue = list(changed)
    if not queue or not doubtful:
        return found
    for cell, formula in doubtful.items():
        if formula.is_open:
            found.add(cell)
            continue
        for reference in formula.references:
            sheet = cell[0] if reference.sheet is None else sheet_indices.get(reference.sheet.lower(), -1)
            if reference.area.area <= _SMALL_AREA:
                for row, column in reference.area.cells():
                    by_cell[sheet, row, column].append(cell)
            else:
                by_area[sheet, reference.area].append(cell)
    queue.extend(found)
    reached: dict[int, _Index] = defaultdict(_Index)
    budget = _BUDGET
    while queue:
        while queue:
            changed_cell = queue.pop()
            if by_area:
                reached[changed_cell[0]].add(changed_cell[1], changed_cell[2])
            _reach(by_cell.pop(changed_cell, ()), found, queue)
        budget -= len(by_area)
        fired = [key for key in by_area if budget < 0 or reached[key[0]].touches(key[1])]
        for key in fired:
            _reach(by_area.pop(key), found, queue)
    return found


def _reach(cells: Iterable[Cell], found: set[Cell], queue: list[Cell]) -> None:
    for cell in cells:
        if cell not in found:
            found.add(cell)
            queue.append(cell)
