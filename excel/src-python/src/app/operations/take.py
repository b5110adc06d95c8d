"""Checks of an operation's parameters: what a client sent is the shape that the contract wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from app.errors import ServiceError
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle

T = TypeVar("T")
Given = Mapping[str, Any]


def invalid(name: str, value: object, expected: str) -> ServiceError:
    return ServiceError("INVALID_PARAMS", f"The parameter {name!r} must be {expected}, not {repr(value)[:60]}.")


def take(given: Given, name: str, kind: type[T], expected: str) -> T:
    value = given.get(name)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise invalid(name, value, expected)
    return value


def take_integer(given: Given, name: str, low: int, high: int) -> int:
    value = take(given, name, int, "an integer")
    if not low <= value <= high:
        raise ServiceError("OUT_OF_RANGE", f"The parameter {name!r} must be from {low:,} to {high:,}, not {value:,}.")
    return value


def take_text(given: Given, name: str) -> str:
    return take(given, name, str, "a text")


def take_flag(given: Given, name: str) -> bool:
    return take(given, name, bool, "true or false")


def take_choice(given: Given, name: str, *choices: str) -> str:
    value = given.get(name)
    if value not in choices:
        raise invalid(name, value, "one of " + ", ".join(choices))
    return str(value)


def take_object(given: Given, name: str) -> Given:
    value: Given = take(given, name, dict, "an object")
    return value


def take_list(given: Given, name: str) -> list[Any]:
    return take(given, name, list, "a list")


def take_sheet(given: Given, sheets: int, name: str = "sheet") -> int:
    value = take(given, name, int, "the index of a sheet")
    if not 0 <= value < sheets:
        raise ServiceError("UNKNOWN_SHEET", f"There is no sheet {value}: the workbook has {sheets}, counted from 0.")
    return value


def take_range(given: Given, name: str, sheets: int) -> tuple[int, Rectangle]:
    """A ``CellRange``: its sheet, and the rectangle."""
    value = take_object(given, name)
    sheet = take_sheet(value, sheets)
    top = take_integer(value, "top", 1, MAX_ROW)
    left = take_integer(value, "left", 1, MAX_COLUMN)
    rows = take_integer(value, "rows", 1, MAX_ROW - top + 1)
    columns = take_integer(value, "columns", 1, MAX_COLUMN - left + 1)
    return sheet, Rectangle(top, left, top + rows - 1, left + columns - 1)


def take_place(given: Given, name: str, sheets: int) -> tuple[int, int, int]:
    value = take_object(given, name)
    row, column = take_integer(value, "row", 1, MAX_ROW), take_integer(value, "column", 1, MAX_COLUMN)
    return take_sheet(value, sheets), row, column


def cell_range(sheet: int, area: Rectangle) -> dict[str, int]:
    """The ``CellRange`` of a rectangle."""
    rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
    return {"sheet": sheet, "top": area.top, "left": area.left, "rows": rows, "columns": columns}
