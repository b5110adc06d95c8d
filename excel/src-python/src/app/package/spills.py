"""Dynamic arrays: formulas whose block of values may be another one after the edits."""

from __future__ import annotations

from dataclasses import replace

from app.engine.port import Engine
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle
from app.package.cell_xml import CellChange, FormulaXml
from app.package.downstream import Cell
from app.package.plan import ArrayFormula, Position, SheetFacts

Changes = dict[Position, CellChange]


class SpillReader:
    """Reads the blocks of spills off an engine. ``edited``: what the user typed."""

    def __init__(self, edited: set[Cell], engine: Engine) -> None:
        self._edited = edited
        self._engine = engine

    def block(self, sheet: int, anchor: Position) -> Rectangle:
        """The cells that the formula at ``anchor`` fills now."""
        row, column = anchor
        right, bottom = column, row
        while right < MAX_COLUMN and self._fills(sheet, anchor, row, right + 1):
            right += 1
        while bottom < MAX_ROW and self._fills(sheet, anchor, bottom + 1, column):
            bottom += 1
        return Rectangle(row, column, bottom, right)

    def _fills(self, sheet: int, anchor: Position, row: int, column: int) -> bool:
        owner = self._engine.owner(sheet, row, column)
        return owner is not None and (owner.row, owner.column) == anchor

    def fill(self, sheet: int, new: Rectangle, old: Rectangle, changes: Changes) -> None:
        """Cells that the spill took gain their values; cells that it left lose them."""
        anchor = (new.top, new.left)
        taken = [cell for cell in new.cells() if not old.holds(cell)]
        left = [cell for cell in old.cells() if not new.holds(cell)]
        for cell in taken + left:
            if cell != anchor and (sheet, *cell) not in self._edited:
                changes[cell] = CellChange(self._engine.value(sheet, *cell), replaces=True)


def array_formula(text: str, block: Rectangle) -> FormulaXml:
    return FormulaXml(text, (("t", "array"), ("ref", str(block))))


def respill(
    facts: SheetFacts, before: SpillReader, reader: SpillReader, edited: set[Position], changes: Changes
) -> None:
    """Follows the file's dynamic arrays whose block changed, and empties the cells of arrays that were edited away.

    ``before``: blocks without the edits. An array that fills another block there than the file says is not followed:
    the engine does not understand it.
    """
    sheet = facts.sheet.index
    for array in facts.arrays:
        if array.anchor in edited:
            reader.fill(sheet, reader.block(sheet, array.anchor), array.area, changes)
        elif array.metadata is not None and not array.is_table and array.anchor not in facts.doubts:
            new = reader.block(sheet, array.anchor)
            if new != array.area and before.block(sheet, array.anchor) == array.area:
                _follow(array, new, sheet, reader, changes)


def _follow(array: ArrayFormula, new: Rectangle, sheet: int, reader: SpillReader, changes: Changes) -> None:
    change = changes.get(array.anchor) or CellChange(None, keeps_value=True)
    metadata = int(array.metadata) if array.metadata is not None and array.metadata.isdecimal() else None
    changes[array.anchor] = replace(change, formula=array_formula(array.text, new), metadata=metadata)
    reader.fill(sheet, new, array.area, changes)
