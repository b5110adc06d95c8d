"""Edited cells: what the engine made of the typed text, as a change of the cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from app.engine.port import CellError, Engine, Value
from app.errors import ServiceError
from app.package.addresses import MAX_COLUMN, MAX_ROW
from app.package.cell_xml import CellChange, FormulaXml, Restyle
from app.package.downstream import Cell
from app.package.formula_write import store_formula
from app.package.typed_text import find_dynamic

SpillWriter = Callable[[Cell, FormulaXml, Restyle], CellChange]

_SYNTAX_ERROR = CellError("#ERROR!")
"""The engine's value of a formula that it can't parse."""


def check_cells(cells: Iterable[Cell], sheet_count: int) -> None:
    """Raises ``UNKNOWN_SHEET`` or ``OUT_OF_RANGE``."""
    for sheet, row, column in cells:
        if not 0 <= sheet < sheet_count:
            raise ServiceError("UNKNOWN_SHEET", f"The workbook has no sheet {sheet + 1}: it has {sheet_count}.")
        if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
            raise ServiceError(
                "OUT_OF_RANGE",
                f"Row {row}, column {column} is outside of a sheet, which ends at row {MAX_ROW}, column {MAX_COLUMN}.",
            )


def decide_edited(
    edits: Mapping[Cell, str], before: Engine, after: Engine, write_spill: SpillWriter
) -> dict[Cell, CellChange]:
    """A change for each edited cell. ``write_spill`` makes that of a formula that may spill."""
    formulas = {cell: after.formula(*cell) for cell, text in edits.items() if text}
    dynamic = find_dynamic(formula for formula in formulas.values() if formula is not None)
    changes = {}
    for cell, text in edits.items():
        formula = formulas.get(cell)
        value = after.value(*cell)
        if text == "":
            # A cleared cell keeps its style, as in Excel; a spill fills it again.
            changes[cell] = CellChange(value, replaces=True)
            continue
        restyle = _restyle(cell, text, value, before, after)
        if formula is None:
            changes[cell] = CellChange(value, replaces=True, restyle=restyle, is_inline=True)
        elif value == _SYNTAX_ERROR:
            # A formula that does not parse makes Excel call the whole file damaged: the text is kept as text.
            changes[cell] = CellChange(text, replaces=True, restyle=Restyle(None, True), is_inline=True)
        else:
            stored = FormulaXml(store_formula(text if text.strip().startswith("=") else formula))
            if formula in dynamic:
                changes[cell] = write_spill(cell, stored, restyle)
            else:
                changes[cell] = CellChange(value, stored, replaces=True, restyle=restyle)
    return changes


def _restyle(cell: Cell, text: str, value: Value, before: Engine, after: Engine) -> Restyle:
    """The format that the engine chose for ``12%``, a date or an amount, and the apostrophe of ``'007``."""
    number_format = None
    if not isinstance(value, str):
        new = after.number_format(*cell)
        if new != before.number_format(*cell):
            number_format = new
    return Restyle(number_format, is_quoted=text.startswith("'") and isinstance(value, str))
