"""Reads a saved file again before it takes the original's place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from app.engine.port import CellError, Value
from app.errors import ServiceError
from app.package.addresses import format_address
from app.package.cached import cached_value
from app.package.cell_xml import CellChange
from app.package.parts import Package, SheetPart
from app.package.plain_sheet import scan_cells
from app.package.plan import Position
from app.package.shared_strings import SharedStrings
from app.package.sheet_scan import ScannedCell
from app.package.values import writable
from app.package.xml_bytes import check_xml

Changes = Mapping[Position, CellChange]


def check_saved(path: Path, parts: Iterable[str], sheets: Mapping[SheetPart, Changes], *, whole: bool = True) -> None:
    """Raises ``SAVE_FAILED`` unless every written part is whole and every written cell reads back as meant.

    Without ``whole`` the rest of ``sheets`` is not looked at. Entries that were copied are the original's bytes; their
    headers are checked by opening the directory.
    """
    try:
        with Package(path) as package:
            for sheet, changes in sheets.items():
                _check_sheet(package, sheet, changes, whole=whole)
            for part in set(parts) - {sheet.part for sheet in sheets}:
                check_xml(package.read(part))
    except ServiceError as error:
        if error.code == "SAVE_FAILED":
            raise
        message = f"The workbook was not saved. {error.message} The file on disk is unchanged."
        raise ServiceError("SAVE_FAILED", message) from error


def _check_sheet(package: Package, sheet: SheetPart, changes: Changes, *, whole: bool) -> None:
    strings = SharedStrings(package)
    missing = {cell for cell, change in changes.items() if change.formula is not None or writable(change.value)} - {
        cell for cell, change in changes.items() if change.keeps_value and change.formula is None
    }

    def check(cell: ScannedCell) -> None:
        change = changes.get((cell.row, cell.column))
        if change is None:
            return
        missing.discard((cell.row, cell.column))
        name = f"{sheet.name}!{format_address(cell.row, cell.column)}"
        if change.formula is not None and cell.formula != change.formula.text:
            raise _failed(f"the formula of {name} reads back as {cell.formula[:80]!r}")
        if change.replaces and change.formula is None and cell.has_formula:
            raise _failed(f"{name} still has its formula")
        value = cached_value(cell, strings)
        if not change.keeps_value and not _is_same(change.value, value):
            raise _failed(f"{name} reads back as {value!r} and not as {change.value!r}")

    wanted = frozenset(format_address(*cell) for cell in changes)
    scan_cells(package, sheet.part, check, wanted, whole=whole)
    if missing:
        raise _failed(f"{sheet.name}!{format_address(*min(missing))} is missing")


def _is_same(meant: Value, read: Value) -> bool:
    if not writable(meant):
        return read is None
    if isinstance(meant, CellError):
        return isinstance(read, CellError) and read.text == meant.text
    return type(meant) is type(read) and meant == read


def _failed(reason: str) -> ServiceError:
    return ServiceError("SAVE_FAILED", f"The workbook was not saved, because {reason}. The file on disk is unchanged.")
