"""Cut and paste."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.engine.port import Engine
from app.errors import ServiceError
from app.journal.history import Edit
from app.operations.contents import changed_edits, clip, look_alike, plain_input
from app.operations.plan import Plan
from app.operations.take import Given, cell_range, take_place, take_range
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle
from app.package.attached import Surroundings, read_surroundings
from app.package.structure.formula_rewrite import Place, rewrite_formula


def plan_move_range(engine: Engine, given: Given, path: Path) -> Plan:
    """``path``: the base of the workbook, which has what belongs to the cells."""
    sheets = engine.sheet_count()
    source_sheet, source = take_range(given, "source", sheets)
    sheet, top, left = take_place(given, "to", sheets)
    target = Rectangle(top, left, top + source.bottom - source.top, left + source.right - source.left)
    if target.bottom > MAX_ROW or target.right > MAX_COLUMN:
        raise ServiceError("OUT_OF_RANGE", f"{source} does not fit there: the sheet ends before. Choose another place.")
    if (source_sheet, source) == (sheet, target):
        return Plan()
    # 1. What can't be moved.
    _refuse_cut_merges(engine, source_sheet, source)
    _refuse_merges(engine, sheet, target, source if sheet == source_sheet else None)
    here, there = read_surroundings(path, source_sheet), read_surroundings(path, sheet)
    _refuse_headers(here, there, source, target, same_sheet=sheet == source_sheet)
    # 2. What the cells hold.
    down, right = target.top - source.top, target.left - source.left
    name = engine.sheets()[source_sheet].name
    filled = [cell for cell in engine.filled(source_sheet, source) if not _is_spilled(engine, source_sheet, cell)]
    edits = [
        Edit(sheet, row + down, column + right, _content(engine, (source_sheet, row, column), name, sheet))
        for row, column in filled
    ]
    covered = {(edit.sheet, edit.row, edit.column) for edit in edits}
    edits += [Edit(sheet, *cell, "") for cell in engine.filled(sheet, target) if (sheet, *cell) not in covered]
    covered.update((edit.sheet, edit.row, edit.column) for edit in edits)
    edits += [Edit(source_sheet, *cell, "") for cell in filled if (source_sheet, *cell) not in covered]
    # 3. What belongs to them, before formulas follow: those of a rule that is cut in two are then their own.
    places = {"source": [source_sheet, *source], "sheet": sheet, "area": list(target)}
    steps: list[dict[str, Any]] = []
    wholes = [area for _, area, _ in here.tables] + ([] if here.filter is None else [here.filter])
    if here.touch(source) or there.touch(target) or any(_holds(source, area) for area in wholes):
        steps.append({"do": "carry", **places, "cut": True})
    if not _is_plain(engine, source_sheet, source) or not _is_plain(engine, sheet, target):
        steps.append({"do": "moveFormats", **places})
    blocks = [block for block in map(Rectangle._make, engine.merges(source_sheet)) if block.touches(source)]
    if blocks:
        moved = [[block.top + down, block.left + right, block.bottom + down, block.right + right] for block in blocks]
        steps.append({"do": "unmerge", "sheet": source_sheet, "area": list(source)})
        steps.append({"do": "merge", "sheet": sheet, "areas": moved})
    steps.append({"do": "followCells", **places})
    change = {"steps": steps, "at": [sheet, top, left]}
    return Plan(changed_edits(engine, edits), True, change, cell_range(sheet, target), moves_cells=True)


def _is_spilled(engine: Engine, sheet: int, cell: tuple[int, int]) -> bool:
    """Filled by a formula, which fills its cells again where it goes. Raises ``STRUCTURE_REFUSED``."""
    owner = engine.owner(sheet, *cell)
    if owner is not None and not owner.dynamic:
        raise ServiceError(
            "STRUCTURE_REFUSED",
            f"{Rectangle(*cell, *cell)} belongs to the array formula in {Rectangle(*[owner.row, owner.column] * 2)}, "
            "which can't be moved here yet. Delete the formula first.",
        )
    return owner is not None


def _content(engine: Engine, cell: tuple[int, int, int], name: str, target_sheet: int) -> str:
    """A formula as it is; on another sheet its references name the sheet that they come from."""
    formula = engine.formula(*cell)
    if formula is None:
        return plain_input(engine, *cell, engine.value(*cell))
    if cell[0] == target_sheet:
        return formula
    return "=" + rewrite_formula(
        formula.removeprefix("="), lambda place: Place(name, place.area) if place.sheet is None else place
    )


def _is_plain(engine: Engine, sheet: int, area: Rectangle) -> bool:
    """Whether no cell of it has a look of its own, judged by the cells in use."""
    used = clip(engine, sheet, area)
    if used is None:
        return True
    return all(
        look_alike(engine, (sheet, row, column), (sheet, MAX_ROW, MAX_COLUMN))
        for row in range(used.top, used.bottom + 1)
        for column in range(used.left, used.right + 1)
    )


def _holds(block: Rectangle, area: Rectangle) -> bool:
    return block.holds((area.top, area.left)) and block.holds((area.bottom, area.right))


def _refuse_headers(
    here: Surroundings, there: Surroundings, source: Rectangle, target: Rectangle, *, same_sheet: bool
) -> None:
    """A table's header is a part of the table: it moves with all of it, and is not moved over."""
    moved = {name for name, area, _ in here.tables if _holds(source, area)}
    for name, area, body in here.tables:
        if name not in moved and source.touches(area) and not _is_inside(source, area, body):
            raise _refused_table(name, area, "would be cut in two. Choose all of the table, or cells of its rows")
    for name, area, body in there.tables:
        if (name in moved and same_sheet) or not target.touches(area):
            continue
        if moved or not _is_inside(target, area, body):
            raise _refused_table(name, area, "would be overwritten in part. Choose another place")


def _is_inside(block: Rectangle, area: Rectangle, body: Rectangle) -> bool:
    """Whether what a block has of a table are rows of it."""
    top, bottom = max(block.top, area.top), min(block.bottom, area.bottom)
    return body.top <= top and bottom <= body.bottom


def _refused_table(name: str, area: Rectangle, what: str) -> ServiceError:
    return ServiceError("STRUCTURE_REFUSED", f"The table {name} ({area}) {what}.")


def _refuse_cut_merges(engine: Engine, sheet: int, area: Rectangle) -> None:
    for block in map(Rectangle._make, engine.merges(sheet)):
        if block.touches(area) and not _holds(area, block):
            raise _refused(block)


def _refuse_merges(engine: Engine, sheet: int, area: Rectangle, source: Rectangle | None) -> None:
    """Blocks of the source itself move away before."""
    for block in map(Rectangle._make, engine.merges(sheet)):
        own = source is not None and source.holds((block.top, block.left))
        if block.touches(area) and not own:
            raise _refused(block)


def _refused(block: Rectangle) -> ServiceError:
    return ServiceError(
        "STRUCTURE_REFUSED", f"The merged cells {block} would be cut in two. Unmerge them first, or choose all of them."
    )
