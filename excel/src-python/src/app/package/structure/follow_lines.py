"""References that follow what they refer to while lines of a sheet move."""

from __future__ import annotations

from collections.abc import Callable

from app.package.structure.formula_batch import FormulaBatch
from app.package.structure.formula_rewrite import Place, rewrite_formula
from app.package.structure.lines import LineShift
from app.package.structure.quick_shift import QuickShift


class FollowLines:
    """Rewrites formulas on the sheet ``own`` while lines of the sheet ``changed`` move."""

    def __init__(self, changed: str, own: str, shift: LineShift) -> None:
        self._changed = changed.lower()
        self._is_own = own.lower() == self._changed
        self._shift = shift
        self._quick = QuickShift(shift)
        self._batch = FormulaBatch(shift)

    def __call__(self, formula: str) -> str:
        if not self._is_own and "!" not in formula:
            return formula
        shifted = self._quick.shift(formula) if self._is_own else None
        return rewrite_formula(formula, self._follow) if shifted is None else shifted

    def many(self, formulas: list[bytes], rewrite_one: Callable[[bytes], bytes]) -> list[bytes]:
        """The same for the XML texts of many formulas; ``rewrite_one`` does one of them."""
        if self._is_own:
            return self._batch.rewrite(formulas, rewrite_one)
        return [rewrite_one(formula) if b"!" in formula else formula for formula in formulas]

    def _follow(self, place: Place) -> Place | None:
        if not (self._is_own if place.sheet is None else place.sheet.lower() == self._changed):
            return place
        area = self._shift.area(place.area)
        return None if area is None else Place(place.sheet, area)
