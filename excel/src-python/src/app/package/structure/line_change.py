"""Rows and columns inserted or deleted, everywhere in the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.errors import ServiceError
from app.package.addresses import MAX_COLUMN, MAX_ROW
from app.package.edit_package import PackageEdit
from app.package.parts import SheetPart
from app.package.structure.floating import change_boxes, change_comments, change_drawing
from app.package.structure.follow_lines import FollowLines
from app.package.structure.lines import LineShift
from app.package.structure.lost_tables import refuse_slicers, remove_table
from app.package.structure.names import change_names
from app.package.structure.pivots import change_pivot, change_pivot_cache
from app.package.structure.related import change_charts, link_parts, pivot_caches
from app.package.structure.row_writer import moved_spill
from app.package.structure.sheet import change_sheet, find_cut_spills
from app.package.structure.sheet_change import Position
from app.package.structure.structured import TableLoss, forget
from app.package.structure.table_cells import make_cells
from app.package.structure.tables import Table, change_table, find_loss

Rewrite = Callable[[str], str]


def change_lines(edit: PackageEdit, sheet: SheetPart, shift: LineShift) -> list[Position]:
    """Gives the sheet's cells whose formulas have no value yet. Raises ``OUT_OF_RANGE`` or ``STRUCTURE_REFUSED``."""
    last = MAX_ROW if shift.axis == "row" else MAX_COLUMN
    if shift.count < 1 or not 1 <= shift.at <= last or shift.at + shift.count - 1 > last:
        raise ServiceError("OUT_OF_RANGE", f"There are no {shift.count} {shift.axis}s from {shift.at} on in a sheet.")
    package = edit.package
    # 1. What the sheet's tables lose or win.
    tables = _tables(edit, sheet)
    losses = _losses(edit, tables, shift)
    for part in pivot_caches(package):
        edit.put(part, change_pivot_cache(edit.read(part), sheet.name, shift))
    spills = find_cut_spills(package, sheet, shift)
    fresh = [cell for spill in spills if (moved := moved_spill(spill, shift)) is not None for cell in moved.cells()]
    # 2. Cells, and what is around them.
    for each in package.sheets:
        is_own = each.index == sheet.index
        rewrite = _with_losses(FollowLines(sheet.name, each.name, shift), losses)
        raw = edit.read(each.part)
        if is_own:
            made = make_cells(package, sheet, list(tables.values()), rewrite, shift)
            edit.put(each.part, change_sheet(package, each, rewrite, shift, made, spills))
            fresh += [cell for cell, change in made.items() if change.formula is not None]
        elif b"!" in raw or (losses and b"[" in raw):
            edit.put(each.part, change_sheet(package, each, rewrite))
        for part in link_parts(package, each.part, "table"):
            if is_own and part in tables and losses.get(tables[part].name.lower(), _NOTHING).gone:
                remove_table(edit, sheet, part, tables[part])
            else:
                edit.put(part, change_table(edit.read(part), rewrite, shift if is_own else None))
    # 3. What floats over them, and what names them.
    _change_floating(edit, sheet, shift)
    anywhere = _with_losses(FollowLines(sheet.name, "", shift), losses)
    change_charts(edit, anywhere)
    change_names(edit.workbook, anywhere, (shift.axis,))
    edit.drop_calculation_chain()
    return fresh


_NOTHING = TableLoss((), frozenset())


def _tables(edit: PackageEdit, sheet: SheetPart) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for part in link_parts(edit.package, sheet.part, "table"):
        table = Table.read(edit.tree(part).root)
        if table is not None:
            found[part] = table
    return found


def _losses(edit: PackageEdit, tables: Mapping[str, Table], shift: LineShift) -> dict[str, TableLoss]:
    """By the tables' names in lower case, of those that lose something."""
    losses: dict[str, TableLoss] = {}
    for table in tables.values():
        loss = find_loss(table, shift)
        if loss.is_any:
            losses[table.name.lower()] = loss
        if loss.removed:
            refuse_slicers(edit, table, loss.removed)
    return losses


def _with_losses(rewrite: Rewrite, losses: Mapping[str, TableLoss]) -> Rewrite:
    return rewrite if not losses else lambda formula: forget(rewrite(formula), losses)


def _change_floating(edit: PackageEdit, sheet: SheetPart, shift: LineShift) -> None:
    package = edit.package
    for part in link_parts(package, sheet.part, "pivotTable"):
        edit.put(part, change_pivot(edit.read(part), shift))
    for part in link_parts(package, sheet.part, "drawing"):
        edit.put(part, change_drawing(edit.read(part), shift))
    for kind in ("comments", "threadedComment"):
        for part in link_parts(package, sheet.part, kind):
            edit.put(part, change_comments(edit.read(part), shift))
    for part in link_parts(package, sheet.part, "vmlDrawing"):
        edit.put(part, change_boxes(edit.read(part), shift))
