"""Cells inserted into or deleted from a part of a sheet: what refers to them follows, as in Excel.

Their contents have been moved before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.errors import ServiceError
from app.package.addresses import Rectangle
from app.package.edit_package import PackageEdit
from app.package.parts import SheetPart
from app.package.structure.everywhere import follow_everywhere
from app.package.structure.formula_rewrite import Place, rewrite_formula
from app.package.structure.lines import Axis, LineShift
from app.package.structure.pivots import pivot_areas


@dataclass(frozen=True)
class CellShift:
    """``area`` is inserted or deleted; what lies behind it along the axis moves."""

    area: Rectangle
    axis: Axis
    inserts: bool

    @property
    def lines(self) -> LineShift:
        top, left, bottom, right = self.area
        at, count = (top, bottom - top + 1) if self.axis == "row" else (left, right - left + 1)
        return LineShift(self.axis, at, count, self.inserts)

    @property
    def strip(self) -> Rectangle:
        """All that moves or is deleted."""
        last = self.lines.last
        return self.area._replace(bottom=last) if self.axis == "row" else self.area._replace(right=last)

    def follow(self, area: Rectangle) -> Rectangle | None:
        """A reference that is wider than the strip stays."""
        top, left, bottom, right = self.area
        if self.axis == "row":
            is_inside = left <= area.left and area.right <= right
        else:
            is_inside = top <= area.top and area.bottom <= bottom
        return self.lines.area(area) if is_inside else area


def shift_cells(edit: PackageEdit, sheet: SheetPart, shift: CellShift) -> None:
    """Raises ``STRUCTURE_REFUSED`` for pivot tables in the way, and what they are made of."""
    for area in pivot_areas(edit, sheet):
        if area.touches(shift.strip):
            raise ServiceError(
                "STRUCTURE_REFUSED",
                f"A pivot table is at {area}, or made of it, and would be moved in part. Insert or delete whole "
                "rows or columns.",
            )
    follow_everywhere(edit, lambda own: _follow(sheet, shift, own))


def _follow(sheet: SheetPart, shift: CellShift, own: str) -> Callable[[str], str]:
    def follow(place: Place) -> Place | None:
        name = own if place.sheet is None else place.sheet
        if name.lower() != sheet.name.lower():
            return place
        moved = shift.follow(place.area)
        return None if moved is None else replace(place, area=moved)

    return lambda formula: rewrite_formula(formula, follow)
