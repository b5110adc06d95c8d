"""Rows and columns inserted or deleted, everywhere in the package."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import ServiceError
from app.package.addresses import MAX_COLUMN, MAX_ROW
from app.package.edit_package import PackageEdit
from app.package.parts import SheetPart
from app.package.structure.floating import change_boxes, change_comments, change_drawing
from app.package.structure.formula_rewrite import Place, rewrite_formula
from app.package.structure.lines import LineShift
from app.package.structure.names import change_names
from app.package.structure.quick_shift import QuickShift
from app.package.structure.related import change_charts, link_parts, pivot_caches
from app.package.structure.sheet import change_sheet
from app.package.structure.tables import change_pivot, change_pivot_cache, change_table


def change_lines(edit: PackageEdit, sheet: SheetPart, shift: LineShift) -> None:
    """Raises ``OUT_OF_RANGE`` or ``STRUCTURE_REFUSED``."""
    last = MAX_ROW if shift.axis == "row" else MAX_COLUMN
    if shift.count < 1 or not 1 <= shift.at <= last or shift.at + shift.count - 1 > last:
        raise ServiceError("OUT_OF_RANGE", f"There are no {shift.count} {shift.axis}s from {shift.at} on in a sheet.")
    package = edit.package
    for part in pivot_caches(package):
        edit.put(part, change_pivot_cache(edit.read(part), sheet.name, shift))
    for each in package.sheets:
        is_own = each.index == sheet.index
        rewrite = follow_lines(sheet.name, each.name, shift)
        if is_own or b"!" in edit.read(each.part):
            edit.put(each.part, change_sheet(package, each, rewrite, shift if is_own else None))
        for part in link_parts(package, each.part, "table"):
            edit.put(part, change_table(edit.read(part), rewrite, shift if is_own else None))
    _change_floating(edit, sheet, shift)
    change_charts(edit, follow_lines(sheet.name, "", shift))
    change_names(edit.workbook, follow_lines(sheet.name, "", shift))
    edit.drop_calculation_chain()


def follow_lines(changed: str, own: str, shift: LineShift) -> Callable[[str], str]:
    """A rewriter for formulas on the sheet ``own`` while lines of the sheet ``changed`` move."""
    wanted = changed.lower()
    is_own = own.lower() == wanted

    def follow(place: Place) -> Place | None:
        if not (is_own if place.sheet is None else place.sheet.lower() == wanted):
            return place
        area = shift.area(place.area)
        return None if area is None else Place(place.sheet, area)

    quick = QuickShift(shift)

    def rewrite(formula: str) -> str:
        if not is_own and "!" not in formula:
            return formula
        shifted = quick.shift(formula) if is_own else None
        return rewrite_formula(formula, follow) if shifted is None else shifted

    return rewrite


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
