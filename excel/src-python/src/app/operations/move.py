"""Cut and paste."""

from __future__ import annotations

from app.engine.port import Engine
from app.errors import ServiceError
from app.journal.history import Edit
from app.operations.contents import changed_edits, clip, look_alike, plain_input
from app.operations.plan import Plan
from app.operations.take import Given, cell_range, take_place, take_range
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle
from app.package.structure.formula_rewrite import Place, rewrite_formula


def plan_move_range(engine: Engine, given: Given) -> Plan:
    sheets = engine.sheet_count()
    source_sheet, source = take_range(given, "source", sheets)
    sheet, top, left = take_place(given, "to", sheets)
    target = Rectangle(top, left, top + source.bottom - source.top, left + source.right - source.left)
    if target.bottom > MAX_ROW or target.right > MAX_COLUMN:
        raise ServiceError("OUT_OF_RANGE", f"{source} does not fit there: the sheet ends before. Choose another place.")
    if (source_sheet, source) == (sheet, target):
        return Plan()
    _refuse_cut_merges(engine, source_sheet, source)
    _refuse_merges(engine, sheet, target, source if sheet == source_sheet else None)
    down, right = target.top - source.top, target.left - source.left
    name = engine.sheets()[source_sheet].name
    filled = engine.filled(source_sheet, source)
    edits = [
        Edit(sheet, row + down, column + right, _content(engine, (source_sheet, row, column), name, sheet))
        for row, column in filled
    ]
    covered = {(edit.sheet, edit.row, edit.column) for edit in edits}
    edits += [Edit(sheet, *cell, "") for cell in engine.filled(sheet, target) if (sheet, *cell) not in covered]
    covered.update((edit.sheet, edit.row, edit.column) for edit in edits)
    edits += [Edit(source_sheet, *cell, "") for cell in filled if (source_sheet, *cell) not in covered]
    places = {"source": [source_sheet, *source], "sheet": sheet, "area": list(target)}
    steps = [{"do": "followCells", **places}]
    if not _is_plain(engine, source_sheet, source) or not _is_plain(engine, sheet, target):
        steps.append({"do": "moveFormats", **places})
    blocks = [block for block in map(Rectangle._make, engine.merges(source_sheet)) if block.touches(source)]
    if blocks:
        moved = [[block.top + down, block.left + right, block.bottom + down, block.right + right] for block in blocks]
        steps.append({"do": "unmerge", "sheet": source_sheet, "area": list(source)})
        steps.append({"do": "merge", "sheet": sheet, "areas": moved})
    change = {"steps": steps, "at": [sheet, top, left]}
    return Plan(changed_edits(engine, edits), True, change, cell_range(sheet, target))


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


def _refuse_cut_merges(engine: Engine, sheet: int, area: Rectangle) -> None:
    for block in map(Rectangle._make, engine.merges(sheet)):
        inside = area.holds((block.top, block.left)) and area.holds((block.bottom, block.right))
        if block.touches(area) and not inside:
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
