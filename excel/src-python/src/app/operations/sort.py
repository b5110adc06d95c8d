"""Rows of a range in another order."""

from __future__ import annotations

from typing import Any

from app.engine.port import CellError, Engine, Value
from app.errors import ServiceError
from app.journal.history import Edit
from app.operations.contents import changed_edits, check_count, clip, copied_input, look_alike
from app.operations.plan import Plan
from app.operations.take import Given, cell_range, invalid, take_flag, take_integer, take_list, take_range
from app.package.addresses import Rectangle


def plan_sort(engine: Engine, given: Given) -> Plan:
    sheet, wanted = take_range(given, "range", engine.sheet_count())
    keys = [_take_key(key, wanted) for key in take_list(given, "by")]
    if not keys:
        raise invalid("by", [], "a list of at least one column")
    area = clip(engine, sheet, wanted)
    top = wanted.top + take_flag(given, "header")
    if area is None or area.bottom <= top:
        return Plan()
    area = Rectangle(top, area.left, area.bottom, area.right)
    check_count(area.area)
    _refuse_merges(engine, sheet, area)
    order = _order(engine, sheet, area, keys)
    edits = []
    for row, origin in zip(range(area.top, area.bottom + 1), order, strict=True):
        if row != origin:
            edits += [
                Edit(sheet, row, column, copied_input(engine, (sheet, origin, column), (row, column)))
                for column in range(area.left, area.right + 1)
            ]
    if not edits:
        return Plan(target=cell_range(sheet, wanted))
    change = None
    if not _look_alike(engine, sheet, area):
        step = {"do": "orderFormats", "sheet": sheet, "area": list(area), "order": order}
        change = {"steps": [step], "at": [sheet, wanted.top, wanted.left]}
    return Plan(changed_edits(engine, edits), True, change, cell_range(sheet, wanted))


def _take_key(key: Any, area: Rectangle) -> tuple[int, bool]:
    if not isinstance(key, dict):
        raise invalid("by", key, "a list of {column, descending}")
    return take_integer(key, "column", area.left, area.right), take_flag(key, "descending")


def _refuse_merges(engine: Engine, sheet: int, area: Rectangle) -> None:
    for block in map(Rectangle._make, engine.merges(sheet)):
        if block.touches(area):
            raise ServiceError(
                "STRUCTURE_REFUSED", f"The range has merged cells ({block}), which can't be sorted. Unmerge them first."
            )


def _order(engine: Engine, sheet: int, area: Rectangle, keys: list[tuple[int, bool]]) -> list[int]:
    rows = list(range(area.top, area.bottom + 1))
    # From the last key to the first: Python's sort is stable.
    for column, descending in reversed(keys):
        values = {row: engine.value(sheet, row, column) for row in rows}
        filled = [row for row in rows if values[row] is not None]
        empty = [row for row in rows if values[row] is None]
        sortable = {row: _Sortable(values[row]) for row in filled}
        filled.sort(key=sortable.__getitem__, reverse=descending)
        rows = filled + empty
    return rows


class _Sortable:
    """A value in Excel's order."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def __lt__(self, other: _Sortable) -> bool:
        return _compare(self.value, other.value) < 0


def _rank(value: Value) -> int:
    if isinstance(value, bool):
        return 2
    return 0 if isinstance(value, float) else 3 if isinstance(value, CellError) else 1


def _compare(one: Value, other: Value) -> int:
    first, second = _rank(one), _rank(other)
    if first != second or first == 3:
        return first - second
    if isinstance(one, str) and isinstance(other, str):
        one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)  # type: ignore[operator]


def _look_alike(engine: Engine, sheet: int, area: Rectangle) -> bool:
    return all(
        look_alike(engine, (sheet, row, column), (sheet, area.top, column))
        for column in range(area.left, area.right + 1)
        for row in range(area.top + 1, area.bottom + 1)
    )
