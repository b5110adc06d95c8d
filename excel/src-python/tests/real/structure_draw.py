"""A change of structure that a user might do: drawn by a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tests.real.places import SheetCells, read_cells

from app.errors import ServiceError
from app.package.downstream import Cell
from app.package.structure.lines import LineShift

NEW_NAME = "It's new"
_KINDS = ("insertRows", "insertRows", "insertColumns", "insertColumns", "deleteRows", "deleteColumns", "renameSheet")


@dataclass(frozen=True)
class Structure:
    """One operation of a user. ``shift`` is None for a renamed sheet."""

    sheet: int
    sheet_name: str
    shift: LineShift | None

    @property
    def operation(self) -> dict[str, Any]:
        if self.shift is None:
            return {"kind": "renameSheet", "sheet": self.sheet, "name": NEW_NAME}
        kind = f"{'insert' if self.shift.inserts else 'delete'}{self.shift.axis.capitalize()}s"
        return {"kind": kind, "sheet": self.sheet, self.shift.axis: self.shift.at, "count": self.shift.count}

    def move(self, cell: Cell) -> Cell | None:
        if cell[0] != self.sheet or self.shift is None:
            return cell
        moved = self.shift.cell(cell[1], cell[2])
        return None if moved is None else (self.sheet, *moved)

    def name(self, sheet: SheetCells) -> str:
        return NEW_NAME if self.shift is None and sheet.part.index == self.sheet else sheet.part.name

    def __str__(self) -> str:
        return f"{self.sheet_name}: {self.operation}"


def draw_structure(path: Path, seed: str) -> Structure:
    """The same one for a seed; a sheet with formulas when there is one."""
    chance = random.Random(seed)
    try:
        sheets = read_cells(path)
    except (ServiceError, ValueError):
        sheets = []
    if not sheets:
        return Structure(0, "", LineShift("row", 1, 1, True))
    filled = [sheet for sheet in sheets if sheet.formulas] or [sheet for sheet in sheets if sheet.values] or sheets
    sheet = chance.choice(filled)
    kind = chance.choice(_KINDS)
    if kind == "renameSheet":
        return Structure(sheet.part.index, sheet.part.name, None)
    axis: Literal["row", "column"] = "row" if kind.endswith("Rows") else "column"
    lines = [at[0 if axis == "row" else 1] for at in sheet.values] or [1]
    # Rows that a filter hides are not deleted.
    inserts = kind.startswith("insert") or (axis == "row" and sheet.has_filter)
    # Before all that is there, nothing is cut: every formula has to have its value.
    at = 1 if inserts and chance.random() < 0.4 else chance.randint(1, max(lines))
    return Structure(sheet.part.index, sheet.part.name, LineShift(axis, at, chance.choice((1, 1, 2)), inserts))
