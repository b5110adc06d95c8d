"""Rows and columns inserted and deleted."""

from __future__ import annotations

from pathlib import Path

from app.engine.port import Engine
from app.errors import ServiceError
from app.operations.plan import Plan
from app.operations.take import Given, cell_range, take_integer, take_sheet
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle
from app.package.attached import read_surroundings

# Each is a pass over the file.
_MAX_BLOCKS = 40


def plan_lines(engine: Engine, given: Given, path: Path) -> Plan:
    """``insertRows``, ``deleteRows``, ``insertColumns``, ``deleteColumns``.

    ``path``: the base of the workbook, whose filters hide rows that are not deleted.
    """
    kind = given["kind"]
    axis = "row" if kind.endswith("Rows") else "column"
    inserts = kind.startswith("insert")
    last = MAX_ROW if axis == "row" else MAX_COLUMN
    sheet = take_sheet(given, engine.sheet_count())
    at = take_integer(given, axis, 1, last)
    count = take_integer(given, "count", 1, last - at + 1)
    step = {"do": "lines", "sheet": sheet, "axis": axis, "at": at, "count": count, "inserts": inserts}
    steps = [step]
    if axis == "row" and not inserts:
        blocks = read_surroundings(path, sheet).shown_blocks(Rectangle(at, 1, at + count - 1, MAX_COLUMN))
        # From below, so that rows above keep their numbers.
        steps = [
            step | {"at": block.top, "count": block.bottom - block.top + 1}
            for block in reversed(blocks[: _MAX_BLOCKS + 1])
        ]
        if len(steps) > _MAX_BLOCKS:
            raise ServiceError(
                "STRUCTURE_REFUSED",
                f"The filter shows the rows in over {_MAX_BLOCKS} pieces, which can't be deleted in one step. "
                "Sort them by the filter's column first, or delete fewer.",
            )
        if not steps:
            return Plan()
    row, column = (at, 1) if axis == "row" else (1, at)
    end = at + count - 1
    area = Rectangle(at, 1, end, MAX_COLUMN) if axis == "row" else Rectangle(1, at, MAX_ROW, end)
    change = {"steps": steps, "at": [sheet, row, column]}
    return Plan(change=change, target=cell_range(sheet, area))
