"""Cells that a table's new rows and columns come with: headers, and formulas of calculated columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.package.cell_xml import CellChange, FormulaXml
from app.package.parts import Package, SheetPart
from app.package.references import translate
from app.package.sheet_scan import ScannedCell, scan_sheet
from app.package.structure.lines import LineShift
from app.package.structure.tables import Position, Table, new_headers

Made = dict[Position, CellChange]


def make_cells(
    package: Package, sheet: SheetPart, tables: Sequence[Table], rewrite: Callable[[str], str], shift: LineShift
) -> Made:
    """By where they are afterwards."""
    made: Made = {}
    for table in tables:
        for place, text in new_headers(table, shift).items():
            made[place] = CellChange(text, replaces=True, is_inline=True)
    models = _model_cells(tables, shift)
    if models:
        for (row, column), formula in _formulas(package, sheet, models).items():
            stood = shift.cell(row, column) or (row, column)
            for new in range(shift.at, shift.at + shift.count):
                text = translate(rewrite(formula), new - stood[0], 0)
                made[new, column] = CellChange(None, FormulaXml(text), replaces=True)
    return made


def _model_cells(tables: Sequence[Table], shift: LineShift) -> set[Position]:
    """Cells of calculated columns that say what the new rows hold: those above, or below a header."""
    cells: set[Position] = set()
    if not shift.inserts or shift.axis == "column":
        return cells
    for table in tables:
        body = table.body
        if not (body.top <= shift.at <= body.bottom + (table.totals > 0)) or not shift.cuts(table.area):
            continue
        row = shift.at - 1 if shift.at > body.top else shift.at
        for column, element in enumerate(table.columns, body.left):
            if element.find("calculatedColumnFormula") is not None:
                cells.add((row, column))
    return cells


def _formulas(package: Package, sheet: SheetPart, wanted: set[Position]) -> dict[Position, str]:
    found: dict[Position, str] = {}
    masters: dict[str, ScannedCell] = {}

    def note(cell: ScannedCell) -> None:
        attributes = cell.formula_attributes or {}
        group = attributes.get("si") if attributes.get("t") == "shared" else None
        if group is not None and cell.formula:
            masters.setdefault(group, cell)
        if (cell.row, cell.column) not in wanted or not cell.has_formula or attributes.get("t") == "array":
            return
        master = masters.get(group) if group is not None else None
        if master is not None:
            found[cell.row, cell.column] = translate(master.formula, cell.row - master.row, cell.column - master.column)
        elif cell.formula:
            found[cell.row, cell.column] = cell.formula

    for _ in scan_sheet(package, sheet.part, note, formulas=True):
        pass
    return found
