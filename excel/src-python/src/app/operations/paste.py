"""A range copied over another one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.engine.port import Engine
from app.journal.history import Edit
from app.operations.arithmetic import combined_input
from app.operations.contents import changed_edits, check_count, copied_input, look_alike, plain_input
from app.operations.plan import Plan
from app.operations.take import Given, cell_range, take_choice, take_range
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle
from app.package.attached import read_surroundings
from app.package.structure.tiles import Tiles

Cell = tuple[int, int]
Pairs = list[tuple[Cell, Cell]]
_LOOKS = ("all", "formats", "valuesAndFormats")


def plan_paste_range(engine: Engine, given: Given, path: Path) -> Plan:
    """``path``: the base of the workbook, which has what belongs to the cells."""
    sheets = engine.sheet_count()
    source_sheet, source = take_range(given, "source", sheets)
    sheet, target = take_range(given, "target", sheets)
    what = take_choice(given, "what", "all", "values", "formulas", "formats", "valuesAndFormats")
    arithmetic = given.get("arithmetic")
    if arithmetic is not None:
        arithmetic = take_choice(given, "arithmetic", "add", "subtract", "multiply", "divide")
    transposed = given.get("transpose") is True
    here, there = read_surroundings(path, source_sheet), read_surroundings(path, sheet)
    # 1. Which cell goes where. What a filter hides is not copied.
    blocks = here.shown_blocks(source) or [source]
    if len(blocks) == 1:
        area = _target_of(blocks[0], target, transposed)
        tiles = [Tiles(blocks[0], area, transposed)]
    else:
        tiles = _one_after_another(blocks, target, transposed)
        area = _bounds([each.target for each in tiles])
    pairs = [pair for each in tiles for pair in _pairs(engine, (source_sheet, sheet), each)]
    check_count(len(pairs))
    if given.get("skipBlanks") is True:
        pairs = [pair for pair in pairs if engine.value(source_sheet, *pair[1]) is not None]
    # 2. What the cells hold.
    edits = []
    for (row, column), cell in pairs if what != "formats" else []:
        origin = (source_sheet, *cell)
        if what in ("values", "valuesAndFormats"):
            text = plain_input(engine, *origin, engine.value(*origin))
        elif _is_spilled_along(engine, origin, source):
            text = ""
        else:
            text = copied_input(engine, origin, (row, column), transposed=transposed)
        if arithmetic is not None:
            text = combined_input(engine, (sheet, row, column), text, arithmetic)
        edits.append(Edit(sheet, row, column, text))
    # 3. How they look, and what belongs to them.
    steps: list[dict[str, Any]] = []
    if what in _LOOKS:
        for each in tiles:
            steps += _steps(engine, (source_sheet, sheet), each, pairs)
            if what != "valuesAndFormats" and (here.touch(each.source) or there.touch(each.target)):
                steps.append({"do": "carry", **_places(source_sheet, sheet, each), "cut": False, "kinds": what})
    change = {"steps": steps, "at": [sheet, area.top, area.left]} if steps else None
    return Plan(changed_edits(engine, edits), True, change, cell_range(sheet, area))


def _one_after_another(blocks: list[Rectangle], target: Rectangle, transposed: bool) -> list[Tiles]:
    tiles = []
    top, left = target.top, target.left
    for block in blocks:
        high, wide = block.bottom - block.top + 1, block.right - block.left + 1
        if transposed:
            high, wide = wide, high
        if top > MAX_ROW or left > MAX_COLUMN:
            break
        area = Rectangle(top, left, min(top + high - 1, MAX_ROW), min(left + wide - 1, MAX_COLUMN))
        tiles.append(Tiles(block, area, transposed))
        top, left = (top, left + wide) if transposed else (top + high, left)
    return tiles


def _bounds(areas: list[Rectangle]) -> Rectangle:
    return Rectangle(areas[0].top, areas[0].left, areas[-1].bottom, areas[-1].right)


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


def _pairs(engine: Engine, sheets: tuple[int, int], tiles: Tiles) -> Pairs:
    """(target cell, source cell), of lines that are in use in either."""
    area, block, transposed = tiles.target, tiles.source, tiles.transposed
    rows, columns = block.bottom - block.top + 1, block.right - block.left + 1
    used = engine.sheets()
    used_source, used_target = used[sheets[0]], used[sheets[1]]
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


def _is_spilled_along(engine: Engine, cell: tuple[int, int, int], source: Rectangle) -> bool:
    """Filled by a formula that is copied as well, and fills the copy."""
    owner = engine.owner(*cell)
    return owner is not None and owner.dynamic and source.holds((owner.row, owner.column))


def _places(source_sheet: int, sheet: int, tiles: Tiles) -> dict[str, Any]:
    return {
        "source": [source_sheet, *tiles.source],
        "sheet": sheet,
        "area": list(tiles.target),
        "transposed": tiles.transposed,
    }


def _steps(engine: Engine, sheets: tuple[int, int], tiles: Tiles, pairs: Pairs) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    source_sheet, sheet = sheets
    own = [pair for pair in pairs if tiles.target.holds(pair[0])]
    if not all(look_alike(engine, (sheet, *cell), (source_sheet, *origin)) for cell, origin in own):
        steps.append({"do": "copyFormats", **_places(source_sheet, sheet, tiles)})
    blocks = [Rectangle(*block) for block in engine.merges(source_sheet)]
    inside = [block for block in blocks if tiles.source.holds(block[:2]) and tiles.source.holds(block[2:])]
    repeated = [list(place) for block in inside for place in _each(tiles, block)]
    if repeated:
        steps.append({"do": "merge", "sheet": sheet, "areas": repeated})
    return steps


def _each(tiles: Tiles, block: Rectangle) -> list[Rectangle]:
    """Where a merged block is afterwards: one for each copy, also when it is all of the source."""
    area, source = tiles.target, tiles.source
    high, wide = source.bottom - source.top + 1, source.right - source.left + 1
    down, right = block.top - source.top, block.left - source.left
    tall, broad = block.bottom - block.top, block.right - block.left
    if tiles.transposed:
        high, wide, down, right, tall, broad = wide, high, right, down, broad, tall
    return [
        Rectangle(top, left, top + tall, left + broad)
        for top in range(area.top + down, area.bottom - tall + 1, high)
        for left in range(area.left + right, area.right - broad + 1, wide)
    ]
