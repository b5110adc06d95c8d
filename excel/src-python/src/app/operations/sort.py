"""Rows of a range in another order."""

from __future__ import annotations

from typing import Any

from app.engine.port import CellError, Engine, Value
from app.errors import ServiceError
from app.journal.history import Edit
from app.operations.collation import text_key
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
    if area is None:
        return Plan()
    header = has_header(engine, sheet, area) if given.get("header") is None else take_flag(given, "header")
    top = wanted.top + header
    if area.bottom <= top:
        return Plan()
    area = Rectangle(top, area.left, area.bottom, area.right)
    check_count(area.area)
    _refuse_merges(engine, sheet, area)
    rows = range(area.top, area.bottom + 1)
    hidden = set(engine.hidden_rows(sheet, area.top, area.bottom))
    shown = [row for row in rows if row not in hidden]
    # Hidden rows stay where they are, as in Excel.
    moved = dict(zip(shown, _order(engine, sheet, shown, keys), strict=True))
    order = [moved.get(row, row) for row in rows]
    edits = []
    for row, origin in zip(rows, order, strict=True):
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


def has_header(engine: Engine, sheet: int, area: Rectangle) -> bool:
    """Whether the first row names what is below: texts over other kinds of values, or over another look."""
    if area.bottom == area.top:
        return False
    columns = range(area.left, area.right + 1)
    first = [engine.value(sheet, area.top, column) for column in columns]
    second = [engine.value(sheet, area.top + 1, column) for column in columns]
    if not all(isinstance(value, str) for value in first):
        return False
    return any(value is not None and not isinstance(value, str) for value in second) or not all(
        look_alike(engine, (sheet, area.top, column), (sheet, area.top + 1, column)) for column in columns
    )


def _order(engine: Engine, sheet: int, shown: list[int], keys: list[tuple[int, bool]]) -> list[int]:
    rows = list(shown)
    # From the last key to the first: Python's sort is stable.
    for column, descending in reversed(keys):
        values = {row: engine.value(sheet, row, column) for row in rows}
        filled = [row for row in rows if values[row] is not None]
        empty = [row for row in rows if values[row] is None]
        filled.sort(key={row: _key(values[row]) for row in filled}.__getitem__, reverse=descending)
        rows = filled + empty
    return rows


def _key(value: Value) -> tuple[int, object]:
    """Excel's order: numbers, texts, FALSE, TRUE, errors, which are all alike."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, str):
        return 1, text_key(value)
    return (3, 0) if isinstance(value, CellError) else (0, value)


def _look_alike(engine: Engine, sheet: int, area: Rectangle) -> bool:
    for column in range(area.left, area.right + 1):
        first = engine.style_key(sheet, area.top, column)
        if any(engine.style_key(sheet, row, column) != first for row in range(area.top + 1, area.bottom + 1)):
            return False
    return True
