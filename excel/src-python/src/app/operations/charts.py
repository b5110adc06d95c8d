"""Charts that the user drew: kept in the journal, and moved with the cells that they show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from app.engine.port import Engine
from app.journal.history import Operation
from app.operations.plan import Plan
from app.operations.take import (
    Given,
    cell_range,
    invalid,
    take_choice,
    take_flag,
    take_object,
    take_range,
    take_text,
)
from app.package.addresses import Rectangle
from app.package.structure.lines import LineShift

_KINDS = ("column", "bar", "line", "area", "pie", "scatter")
_MAX_TEXT, _MAX_PX = 255, 10_000_000

Chart = dict[str, Any]


def plan_set_chart(engine: Engine, given: Given) -> Plan:
    identity = _take_short(given, "id")
    chart = None
    at = None
    if given.get("chart") is not None:
        chart = _take_chart(take_object(given, "chart"), engine.sheet_count(), identity)
        at = [chart["range"]["sheet"], chart["range"]["top"], chart["range"]["left"]]
    # No steps: the file stays as it is.
    return Plan(change={"steps": [], "chart": {"id": identity, "chart": chart}, "at": at})


def _take_chart(given: Given, sheets: int, identity: str) -> Chart:
    box = take_object(given, "box")
    return {
        "id": identity,
        "kind": take_choice(given, "kind", *_KINDS),
        "title": take_text(given, "title")[:_MAX_TEXT],
        "range": cell_range(*take_range(given, "range", sheets)),
        "headerRow": take_flag(given, "headerRow"),
        "headerColumn": take_flag(given, "headerColumn"),
        "box": {name: _take_pixels(box, name) for name in ("left", "top", "width", "height")},
    }


def _take_short(given: Given, name: str) -> str:
    text = take_text(given, name)
    if not 1 <= len(text) <= _MAX_TEXT or not text.isprintable():
        raise invalid(name, text, f"a text of 1 to {_MAX_TEXT} characters")
    return text


def _take_pixels(given: Given, name: str) -> float:
    value = given.get(name)
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or abs(value) > _MAX_PX
    ):
        raise invalid(f"box.{name}", value, "a number of pixels")
    return value


def find_charts(done: Iterable[Operation]) -> list[Chart]:
    """The charts after all that was done, oldest first."""
    charts: dict[str, Chart] = {}
    for operation in done:
        change = operation.change
        if change is None:
            continue
        if "chart" in change:
            given = change["chart"]
            charts.pop(given["id"], None)
            if given["chart"] is not None:
                charts[given["id"]] = given["chart"]
        for step in change["steps"]:
            moved = {identity: _follow(chart, step) for identity, chart in charts.items()}
            charts = {identity: chart for identity, chart in moved.items() if chart is not None}
    return list(charts.values())


def _follow(chart: Chart, step: Mapping[str, Any]) -> Chart | None:
    shown = chart["range"]
    sheet = shown["sheet"]
    area = Rectangle(
        shown["top"], shown["left"], shown["top"] + shown["rows"] - 1, shown["left"] + shown["columns"] - 1
    )
    name = step["do"]
    if name == "lines" and step["sheet"] == sheet:
        moved = LineShift(step["axis"], step["at"], step["count"], step["inserts"]).area(area)
        return None if moved is None else {**chart, "range": cell_range(sheet, moved)}
    if name == "deleteSheet" and step["sheet"] == sheet:
        return None
    if name == "addSheet" and step["at"] <= sheet:
        sheet += 1
    elif name == "deleteSheet" and step["sheet"] < sheet:
        sheet -= 1
    elif name == "moveSheet":
        sheet = _moved_sheet(sheet, step["sheet"], step["to"])
    return {**chart, "range": cell_range(sheet, area)}


def _moved_sheet(sheet: int, moved: int, to: int) -> int:
    if sheet == moved:
        return to
    without = sheet - (moved < sheet)
    return without + (to <= without)
