"""Rows and columns inserted and deleted."""

from __future__ import annotations

from app.engine.port import Engine
from app.operations.plan import Plan
from app.operations.take import Given, cell_range, take_integer, take_sheet
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle


def plan_lines(engine: Engine, given: Given) -> Plan:
    """``insertRows``, ``deleteRows``, ``insertColumns``, ``deleteColumns``."""
    kind = given["kind"]
    axis = "row" if kind.endswith("Rows") else "column"
    inserts = kind.startswith("insert")
    last = MAX_ROW if axis == "row" else MAX_COLUMN
    sheet = take_sheet(given, engine.sheet_count())
    at = take_integer(given, axis, 1, last)
    count = take_integer(given, "count", 1, last - at + 1)
    step = {"do": "lines", "sheet": sheet, "axis": axis, "at": at, "count": count, "inserts": inserts}
    row, column = (at, 1) if axis == "row" else (1, at)
    end = at + count - 1
    area = Rectangle(at, 1, end, MAX_COLUMN) if axis == "row" else Rectangle(1, at, MAX_ROW, end)
    change = {"steps": [step], "at": [sheet, row, column]}
    return Plan(change=change, target=cell_range(sheet, area))
