"""The values that a workbook file holds, as its last writer left them (V0)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.engine.port import CellError, Value
from app.errors import ServiceError
from app.package.parts import Package, SheetPart
from app.package.shared_strings import SharedStrings
from app.package.sheet_scan import ScannedCell, scan_sheet
from app.package.values import iso_serial, parse_number, unescape_text


@dataclass(frozen=True, slots=True)
class CachedCell:
    """A cell that holds something."""

    row: int
    column: int
    value: Value
    """None: the file holds a formula without its value."""
    has_formula: bool


def cached_values(original: Path, sheet: int) -> Iterator[CachedCell]:
    """Every cell of a worksheet that holds something, in the file's order, streaming.

    ``sheet`` is the index among worksheets. Raises ``UNKNOWN_SHEET``, ``NOT_A_WORKBOOK``…
    """
    with Package(original) as package:
        part = find_sheet(package, sheet).part
        strings = SharedStrings(package)
        ready: list[ScannedCell] = []
        for _ in scan_sheet(package, part, ready.append, every=True):
            for cell in ready:
                value = cached_value(cell, strings)
                if value is not None or cell.has_formula:
                    yield CachedCell(cell.row, cell.column, value, cell.has_formula)
            ready.clear()


def sheet_parts(original: Path) -> tuple[SheetPart, ...]:
    """Worksheets and their parts in the workbook's order; chart sheets are left out, as the engine does."""
    with Package(original) as package:
        return package.sheets


def find_sheet(package: Package, index: int) -> SheetPart:
    if not 0 <= index < len(package.sheets):
        raise ServiceError("UNKNOWN_SHEET", f"The workbook has no sheet {index + 1}: it has {len(package.sheets)}.")
    return package.sheets[index]


def cached_value(cell: ScannedCell, strings: SharedStrings) -> Value:
    """V0 of a scanned cell; None when the file has none."""
    text, kind = cell.text, cell.kind
    if text is None:
        return None
    value: Value = text
    if kind == "n":
        value = parse_number(text) if text.strip() else None
    elif kind in ("str", "inlineStr"):
        value = unescape_text(text)
    elif kind == "s":
        value = strings.text(text)
    elif kind == "b":
        value = text.strip() in ("1", "true")
    elif kind == "d":
        number = iso_serial(text.strip())
        value = text if number is None else number
    elif kind == "e":
        value = CellError(text.strip())
    return value
