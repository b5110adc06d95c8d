"""Cells that the engine can't compute, and whose file's value edits have made wrong: by what they refer to."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.engine.port import CellAddress, Engine
from app.package.addresses import Rectangle

# Beyond so many cells that were looked at, all that is asked for counts as stale: in doubt yes.
_MAX_LOOKS = 50_000


class StaleCells:
    """``edited``: what was typed since the file had its values."""

    def __init__(self, engine: Engine, edited: Collection[CellAddress]) -> None:
        self._engine = engine
        self._edited = edited
        sheets = engine.sheets()
        self._used = [(sheet.rows, sheet.columns) for sheet in sheets]
        self._sheets: Mapping[str, int] = {sheet.name.lower(): index for index, sheet in enumerate(sheets)}
        self._clean: set[CellAddress] = set()
        self._stale: set[CellAddress] = set()
        self._looks_left = _MAX_LOOKS

    def is_typed(self, key: CellAddress) -> bool:
        return key in self._edited

    def holds(self, key: CellAddress) -> bool:
        """Whether the cell, or what it depends on, was typed."""
        if not self._edited or key in self._clean:
            return False
        if key in self._stale or self._depends(key):
            self._stale.add(key)
            return True
        return False

    def _depends(self, key: CellAddress) -> bool:
        seen = {key}
        waiting = [key]
        while waiting:
            cell = waiting.pop()
            if cell in self._edited or cell in self._stale:
                return True
            areas = self._areas(cell, is_first=cell == key)
            if areas is None:
                return True
            for sheet, area in areas:
                if any(edit[0] == sheet and area.holds(edit[1:]) for edit in self._edited):
                    return True
                filled = self._filled(sheet, area)
                if filled is None:
                    return True
                fresh = {place for place in filled if place not in seen and place not in self._clean}
                seen |= fresh
                waiting += fresh
        self._clean |= seen
        return False

    def _areas(self, cell: CellAddress, *, is_first: bool) -> list[tuple[int, Rectangle]] | None:
        """What a cell refers to; None when it is not known."""
        formula = self._engine.formula(*cell)
        if formula is None:
            owner = self._engine.owner(*cell)
            if owner is None:
                # A constant; or a cell of an array that the engine knows nothing of.
                return None if is_first else []
            return [(cell[0], Rectangle(owner.row, owner.column, owner.row, owner.column))]
        # Not needed for most workbooks.
        from app.package.references import find_references  # noqa: PLC0415

        found = find_references(formula.removeprefix("="))
        if found.is_open:
            return None
        own = cell[0]
        return [(own if name is None else self._sheets.get(name.lower(), -1), area) for name, area in found.references]

    def _filled(self, sheet: int, area: Rectangle) -> list[CellAddress] | None:
        """Cells that hold something; None when they are too many to look at."""
        if sheet < 0:
            return []
        rows, columns = self._used[sheet]
        used = Rectangle(area.top, area.left, min(area.bottom, rows), min(area.right, columns))
        if used.bottom < used.top or used.right < used.left:
            return []
        self._looks_left -= used.area
        if self._looks_left < 0:
            return None
        return [(sheet, *place) for place in self._engine.filled(sheet, used)]
