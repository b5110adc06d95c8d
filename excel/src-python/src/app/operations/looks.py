"""Formats, sizes, merged blocks, frozen panes."""

from __future__ import annotations

import re
from typing import Any

from app.engine.port import Engine
from app.errors import ServiceError
from app.journal.history import Edit
from app.operations.plan import Plan
from app.operations.take import (
    Given,
    invalid,
    take_choice,
    take_flag,
    take_integer,
    take_object,
    take_range,
    take_sheet,
    take_text,
)
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_EDGES = ("all", "outer", "inner", "top", "right", "bottom", "left")
_LINES = ("none", "thin", "medium", "thick", "dashed", "dotted", "double")
_MAX_PX = 2_000


def plan_format(engine: Engine, given: Given) -> Plan:
    sheet, area = take_range(given, "range", engine.sheet_count())
    change = _take_change(take_object(given, "change"))
    if not change:
        return Plan()
    return _plan(sheet, area.top, area.left, do="format", area=list(area), change=change)


def _take_change(given: Given) -> dict[str, Any]:
    change: dict[str, Any] = {}
    for name, value in given.items():
        if name in ("bold", "italic", "underline", "strike", "wrap"):
            change[name] = take_flag(given, name)
        elif name in ("color", "fill"):
            change[name] = None if value is None else _take_color(given, name)
        elif name == "fontSizePt":
            if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 409:
                raise invalid(name, value, "a number from 1 to 409")
            change[name] = value
        elif name in ("fontName", "numberFormat"):
            text = take_text(given, name)
            if not 1 <= len(text) <= 255 or not text.isprintable():
                raise invalid(name, text, "a text of 1 to 255 characters")
            change[name] = text
        elif name == "align":
            change[name] = take_choice(given, name, "general", "left", "center", "right", "justify")
        elif name == "verticalAlign":
            change[name] = take_choice(given, name, "top", "center", "bottom")
        elif name == "borders":
            borders = take_object(given, name)
            change[name] = {
                "edges": take_choice(borders, "edges", *_EDGES),
                "line": take_choice(borders, "line", *_LINES),
                "color": "#000000" if borders.get("color") is None else _take_color(borders, "color"),
            }
        else:
            raise invalid("change", name, "properties of FormatChange")
    return change


def _take_color(given: Given, name: str) -> str:
    text = take_text(given, name)
    if not _COLOR.fullmatch(text):
        raise invalid(name, text, "a colour such as #FFCC00")
    return text


def plan_size(engine: Engine, given: Given) -> Plan:
    """``sizeColumns`` and ``sizeRows``."""
    axis, size, last = ("column", "widthPx", MAX_COLUMN)
    if given["kind"] == "sizeRows":
        axis, size, last = ("row", "heightPx", MAX_ROW)
    sheet = take_sheet(given, engine.sheet_count())
    at = take_integer(given, axis, 1, last)
    count = take_integer(given, "count", 1, last - at + 1)
    step: dict[str, Any] = {axis: at, "count": count}
    if size in given:
        pixels = given[size]
        if pixels is not None and (isinstance(pixels, bool) or not isinstance(pixels, int | float)):
            raise invalid(size, pixels, "a number of pixels, or null")
        if pixels is not None and not 0 < pixels <= _MAX_PX:
            raise invalid(size, pixels, f"a number of pixels up to {_MAX_PX}, or null")
        step[size] = pixels
    if given.get("hidden") is not None:
        step["hidden"] = take_flag(given, "hidden")
    if axis == "row" and count > _MAX_ROWS:
        raise ServiceError("OUT_OF_RANGE", f"{count:,} rows are too many for one step, which takes {_MAX_ROWS:,}.")
    row, column = (at, 1) if axis == "row" else (1, at)
    return _plan(sheet, row, column, do=given["kind"], **step)


_MAX_ROWS = 100_000


def plan_freeze(engine: Engine, given: Given) -> Plan:
    sheet = take_sheet(given, engine.sheet_count())
    rows, columns = take_integer(given, "rows", 0, MAX_ROW - 1), take_integer(given, "columns", 0, MAX_COLUMN - 1)
    return _plan(sheet, 1, 1, do="freeze", rows=rows, columns=columns)


def plan_merge(engine: Engine, given: Given) -> Plan:
    sheet, area = take_range(given, "range", engine.sheet_count())
    areas = [area]
    if given.get("across") is True:
        areas = [Rectangle(row, area.left, row, area.right) for row in range(area.top, area.bottom + 1)]
    areas = [each for each in areas if each.area > 1]
    if not areas:
        return Plan()
    edits: list[Edit] = []
    for each in areas:
        kept = each.top, each.left
        for row, column in engine.filled(sheet, each):
            owner = engine.owner(sheet, row, column)
            if owner is not None:
                raise ServiceError(
                    "STRUCTURE_REFUSED",
                    f"{each} holds an array formula, and can't be merged. Delete the formula first.",
                )
            if (row, column) != kept and not engine.merged_into(sheet, row, column):
                edits.append(Edit(sheet, row, column, ""))
    if len(areas) > _MAX_ROWS:
        raise ServiceError("OUT_OF_RANGE", f"{len(areas):,} rows are too many for one step.")
    plan = _plan(sheet, area.top, area.left, do="merge", areas=[list(each) for each in areas])
    return Plan(tuple(edits), change=plan.change)


def plan_unmerge(engine: Engine, given: Given) -> Plan:
    sheet, area = take_range(given, "range", engine.sheet_count())
    return _plan(sheet, area.top, area.left, do="unmerge", area=list(area))


def _plan(sheet: int, row: int, column: int, /, **step: Any) -> Plan:
    return Plan(change={"steps": [{**step, "sheet": sheet}], "at": [sheet, row, column]})
