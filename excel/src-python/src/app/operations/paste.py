"""A range copied over another one."""

from __future__ import annotations

from typing import Any

from app.engine.port import Engine
from app.journal.history import Edit
from app.operations.contents import changed_edits, check_count, copied_input, look_alike, plain_input
from app.operations.plan import Plan
from app.operations.take import Given, cell_range, take_choice, take_range
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle


def plan_paste_range(engine: Engine, given: Given) -> Plan:
    sheets = engine.sheet_count()
    source_sheet, source = take_range(given, "source", sheets)
    sheet, target = take_range(given, "target", sheets)
    what = take_choice(given, "what", "all", "values", "formulas", "formats")
    transposed = given.get("transpose") is True
    area = _target_of(source, target, transposed)
    pairs = _pairs(engine, (source_sheet, source), (sheet, area), transposed)
    check_count(len(pairs))
    edits = []
    if what != "formats":
        for (row, column), cell in pairs:
            text = (
                plain_input(engine, source_sheet, *cell, engine.value(source_sheet, *cell))
                if what == "values"
                else copied_input(engine, (source_sheet, *cell), (row, column), transposed=transposed)
            )
            edits.append(Edit(sheet, row, column, text))
    steps = (
        _steps(engine, (source_sheet, source), (sheet, area), pairs, transposed) if what in ("all", "formats") else []
    )
    change = {"steps": steps, "at": [sheet, area.top, area.left]} if steps else None
    return Plan(changed_edits(engine, edits), True, change, cell_range(sheet, area))


def _target_of(source: Rectangle, target: Rectangle, transposed: bool) -> Rectangle:
    """Repeated where the target is a multiple of the source, else once."""
    rows, columns = source.bottom - source.top + 1, source.right - source.left + 1
    if transposed:
        rows, columns = columns, rows
    high, wide = target.bottom - target.top + 1, target.right - target.left + 1
    high = high if high % rows == 0 else rows
    wide = wide if wide % columns == 0 else columns
    return Rectangle(
        target.top, target.left, min(target.top + high - 1, MAX_ROW), min(target.left + wide - 1, MAX_COLUMN)
    )


def _pairs(
    engine: Engine, source: tuple[int, Rectangle], target: tuple[int, Rectangle], transposed: bool
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """(target cell, source cell), of lines that are in use in either."""
    area, block = target[1], source[1]
    rows, columns = block.bottom - block.top + 1, block.right - block.left + 1
    used_source, used_target = engine.sheets()[source[0]], engine.sheets()[target[0]]
    high = max(used_source.rows - block.top, used_target.rows - area.top) + 1
    wide = max(used_source.columns - block.left, used_target.columns - area.left) + 1
    if transposed or area.area != block.area:
        # A block that is repeated ends where the target does.
        high, wide = MAX_ROW, MAX_COLUMN
    pairs = []
    check_count(min(area.bottom - area.top + 1, max(high, 0)) * min(area.right - area.left + 1, max(wide, 0)))
    for row in range(area.top, min(area.bottom, area.top + high - 1) + 1):
        for column in range(area.left, min(area.right, area.left + wide - 1) + 1):
            down, right = row - area.top, column - area.left
            if transposed:
                down, right = right, down
            pairs.append(((row, column), (block.top + down % rows, block.left + right % columns)))
    return pairs


def _steps(
    engine: Engine,
    source: tuple[int, Rectangle],
    target: tuple[int, Rectangle],
    pairs: list[tuple[tuple[int, int], tuple[int, int]]],
    transposed: bool,
) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    if not all(look_alike(engine, (target[0], *cell), (source[0], *origin)) for cell, origin in pairs):
        steps.append(
            {
                "do": "copyFormats",
                "source": [source[0], *source[1]],
                "sheet": target[0],
                "area": list(target[1]),
                "transposed": transposed,
            }
        )
    blocks = [Rectangle(*block) for block in engine.merges(source[0])]
    inside = [block for block in blocks if source[1].holds(block[:2]) and source[1].holds(block[2:])]
    if inside and not transposed and target[1].area == source[1].area:
        down, right = target[1].top - source[1].top, target[1].left - source[1].left
        moved = [[top + down, left + right, bottom + down, last + right] for top, left, bottom, last in inside]
        steps.append({"do": "merge", "sheet": target[0], "areas": moved})
    return steps
