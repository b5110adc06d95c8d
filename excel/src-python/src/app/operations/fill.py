"""The fill handle."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from app.engine.port import Engine
from app.journal.history import Edit
from app.operations.contents import changed_edits, check_count, copied_input, look_alike
from app.operations.plan import Plan
from app.operations.series import continue_series
from app.operations.take import Given, cell_range, invalid, take_choice, take_range
from app.package.addresses import Rectangle
from app.package.attached import read_surroundings
from app.package.structure.tiles import without

Cell = tuple[int, int]


def plan_fill(engine: Engine, given: Given, path: Path) -> Plan:
    """``path``: the base of the workbook, which has what belongs to the cells. Rows that a filter hides stay."""
    sheets = engine.sheet_count()
    source_sheet, source = take_range(given, "source", sheets)
    sheet, target = take_range(given, "target", sheets)
    series = take_choice(given, "how", "copy", "series") == "series"
    check_count(target.area)
    edits: list[Edit] = []
    pairs: list[tuple[Cell, Cell]] = []
    around = read_surroundings(path, sheet)
    for seeds, all_cells in _lines(source, target, source_sheet == sheet):
        cells = [cell for cell in all_cells if cell[0] not in around.filtered]
        origins = [seeds[index % len(seeds)] for index in range(len(cells))]
        pairs += zip(cells, origins, strict=True)
        edits += _fill_line(engine, sheet, seeds, cells, series)
    steps: list[dict[str, Any]] = []
    if not all(look_alike(engine, (sheet, *cell), (sheet, *origin)) for cell, origin in pairs):
        step = {"do": "tileFormats", "sheet": sheet, "source": list(source), "area": list(target)}
        steps.append(step)
    if around.touch(target):
        for area in without([target], source):
            places = {"source": [sheet, *source], "sheet": sheet, "area": list(area)}
            steps.append({"do": "carry", **places, "cut": False, "kinds": "fill"})
    change = {"steps": steps, "at": [sheet, target.top, target.left]} if steps else None
    return Plan(changed_edits(engine, edits), True, change, cell_range(sheet, target))


def _lines(source: Rectangle, target: Rectangle, same_sheet: bool) -> list[tuple[list[Cell], list[Cell]]]:
    """(seeds, cells to fill) of each row or column, nearest first; seeds run towards the cells."""
    columns = range(source.left, source.right + 1)
    rows = range(source.top, source.bottom + 1)
    same_columns = (source.left, source.right) == (target.left, target.right)
    same_rows = (source.top, source.bottom) == (target.top, target.bottom)
    if same_sheet and same_columns and source.top == target.top and target.bottom >= source.bottom:
        below = range(source.bottom + 1, target.bottom + 1)
        return [([(row, column) for row in rows], [(row, column) for row in below]) for column in columns]
    if same_sheet and same_columns and source.bottom == target.bottom and target.top <= source.top:
        above = range(source.top - 1, target.top - 1, -1)
        return [([(row, column) for row in reversed(rows)], [(row, column) for row in above]) for column in columns]
    if same_sheet and same_rows and source.left == target.left and target.right >= source.right:
        right = range(source.right + 1, target.right + 1)
        return [([(row, column) for column in columns], [(row, column) for column in right]) for row in rows]
    if same_sheet and same_rows and source.right == target.right and target.left <= source.left:
        left = range(source.left - 1, target.left - 1, -1)
        return [([(row, column) for column in reversed(columns)], [(row, column) for column in left]) for row in rows]
    raise invalid("target", str(target), f"the range {source} grown in one direction")


def _fill_line(engine: Engine, sheet: int, seeds: list[Cell], cells: list[Cell], series: bool) -> list[Edit]:
    if series and all(engine.formula(sheet, *seed) is None for seed in seeds):
        values = continue_series([engine.value(sheet, *seed) for seed in seeds], len(cells))
        if values is not None:
            return [
                Edit(sheet, *cell, format(Decimal(repr(value)), "f") if isinstance(value, float) else value)
                for cell, value in zip(cells, values, strict=True)
            ]
    return [
        Edit(sheet, *cell, copied_input(engine, (sheet, *seeds[index % len(seeds)]), cell))
        for index, cell in enumerate(cells)
    ]
