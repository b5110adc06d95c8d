"""The cells of arrays and data tables that the engine can't compute: the file has their values."""

from __future__ import annotations

import re
from pathlib import Path

from app.engine.ironcalc_engine import IronCalcEngine
from app.engine.port import CellAddress, CellError
from app.package.addresses import Rectangle
from app.package.cached import cached_value
from app.package.parts import Package, SheetPart
from app.package.references import VOLATILE
from app.package.sanitise import sheet_signs
from app.package.shared_strings import SharedStrings
from app.package.sheet_scan import ScannedCell, scan_sheet
from app.workbook.cached import CachedCell

_ARRAY = re.compile(rb"""\bt=["'](?:array|dataTable)["']""")
_VOLATILE = re.compile(rf"\b(?:{'|'.join(VOLATILE)})\s*\(", re.IGNORECASE)


def find_lost(original: Path, engine: IronCalcEngine) -> dict[CellAddress, CachedCell]:
    """By cell. ``engine``: evaluated. Looks into the sheets of workbooks that have arrays, and into no others."""
    lost: dict[CellAddress, CachedCell] = {}
    has_tables = sheet_signs(original).data_tables
    with Package(original) as package:
        if has_tables or _may_have_arrays(package):
            for sheet in package.sheets:
                if _ARRAY.search(package.read(sheet.part)):
                    lost |= _find_lost(package, sheet, engine)
    return lost


def _may_have_arrays(package: Package) -> bool:
    """Dynamic arrays need metadata; the calculation chain knows of the others."""
    chain = package.workbook_target("calcChain")
    return package.workbook_target("sheetMetadata") is not None or (
        chain is not None and b' a="1"' in package.read(chain)
    )


def _find_lost(package: Package, sheet: SheetPart, engine: IronCalcEngine) -> dict[CellAddress, CachedCell]:
    strings = SharedStrings(package)
    lost: dict[CellAddress, CachedCell] = {}
    by_chance: list[Rectangle] = []
    tables: list[Rectangle] = []

    def note(cell: ScannedCell) -> None:
        attributes = cell.formula_attributes or {}
        if attributes.get("t") == "dataTable" and "ref" in attributes:
            tables.append(Rectangle.parse(attributes["ref"]))
        key = (sheet.index, cell.row, cell.column)
        if any(area.holds((cell.row, cell.column)) for area in tables):
            # The engine has the file's values as constants, which no edit changes.
            value = engine.value(*key)
            if value is not None:
                lost[key] = CachedCell(value, *engine.show_value(value, engine.number_format(*key)))
            return
        if cell.has_formula:
            if "ref" in attributes and _VOLATILE.search(cell.formula):
                by_chance.append(Rectangle.parse(attributes["ref"]))
            return
        value, computed = cached_value(cell, strings), engine.value(*key)
        if value is None or not (computed is None or isinstance(computed, CellError)) or value == computed:
            return
        if not any(area.holds((cell.row, cell.column)) for area in by_chance):
            lost[key] = CachedCell(computed, *engine.show_value(value, engine.number_format(*key)))

    for _ in scan_sheet(package, sheet.part, note, formulas=True):
        pass
    return lost
