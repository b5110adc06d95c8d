"""Cells cut and pasted: what refers to them follows. Their contents have been moved before."""

from __future__ import annotations

from collections.abc import Callable

from app.package.addresses import Rectangle
from app.package.edit_package import PackageEdit
from app.package.parts import SheetPart
from app.package.structure.everywhere import follow_everywhere
from app.package.structure.formula_rewrite import Place, rewrite_formula


def follow_cells(edit: PackageEdit, source: tuple[SheetPart, Rectangle], target: tuple[SheetPart, Rectangle]) -> None:
    """References to cells of the source lead to the target; those to what the target covered read ``#REF!``."""
    follow_everywhere(edit, lambda own: _follow(source, target, own))


def _follow(source: tuple[SheetPart, Rectangle], target: tuple[SheetPart, Rectangle], own: str) -> Callable[[str], str]:
    (source_sheet, old), (target_sheet, new) = source, target
    down, right = new.top - old.top, new.left - old.left
    changes_sheet = source_sheet.index != target_sheet.index

    def follow(place: Place) -> Place | None:
        name = (own if place.sheet is None else place.sheet).lower()
        area = place.area
        if name == source_sheet.name.lower() and _covers(old, area):
            moved = Rectangle(area.top + down, area.left + right, area.bottom + down, area.right + right)
            return Place(target_sheet.name if changes_sheet else place.sheet, moved)
        if name == target_sheet.name.lower() and _covers(new, area):
            return None
        return place

    return lambda formula: rewrite_formula(formula, follow)


def _covers(block: Rectangle, area: Rectangle) -> bool:
    return block.holds((area.top, area.left)) and block.holds((area.bottom, area.right))
