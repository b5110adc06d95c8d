"""Two packages: what was opened, and what was saved after one edit. Anything that may not differ raises Harmed."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

from tests.real.places import Place, Position, SheetCells, read_cells
from tests.real.sheet_bytes import SheetBytes, has_formula, take_apart, without_value

from app.package.downstream import Cell, find_downstream
from app.package.parts import Package

_FEATURES = {
    "charts": r"xl/charts/chart\d+\.xml$",
    "images": r"xl/media/",
    "comments": r"xl/comments\d*\.xml$|xl/comments/",
    "tables": r"xl/tables/",
    "pivots": r"xl/pivotTables/",
    "macros": r"vbaProject\.bin$",
    "drawings": r"xl/drawings/",
}
_ELEMENTS = {
    "validations": rb"<(?:\w+:)?dataValidation\b",
    "conditional formats": rb"<(?:\w+:)?cfRule\b",
    "merged cells": rb"<(?:\w+:)?mergeCell\b",
    "sparklines": rb"<x14:sparkline\b",
    "links": rb"<(?:\w+:)?hyperlink\b",
    "shapes": rb"<xdr:sp\b",
}
_CALCULATION = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*?/>|<(?:\w+:)?calcPr\b[^>]*>\s*</(?:\w+:)?calcPr>")

_FORMATS = re.compile(rb"</?(?:\w+:)?cellXfs\b[^>]*>")


class Harmed(Exception):
    """The saved file differs where it must not."""


def compare_packages(original: Path, saved: Path, place: Place) -> int:
    """Gives the number of cells that have another value beside the edited one. Raises Harmed."""
    # 1. Every part that was not touched has its bytes.
    with Package(original) as package:
        sheets = {_entry(package, sheet.part): sheet.index for sheet in package.sheets}
        workbook = _entry(package, package.workbook_part)
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(saved) as new:
        if old.namelist() != new.namelist():
            raise Harmed(f"other parts: {sorted(set(old.namelist()) ^ set(new.namelist()))}")
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
        strange = [name for name in changed if name not in sheets and name != workbook]
        # A number in a cell of texts ("quoted") takes that mark off its style.
        if strange and not _only_grew(strange, old, new):
            raise Harmed(f"parts were changed: {strange}")
        if _CALCULATION.sub(b"", old.read(workbook)) != _CALCULATION.sub(b"", new.read(workbook)):
            raise Harmed(f"{workbook} differs in more than calcPr")
        # 2. Features are counted.
        if count_features(old) != count_features(new):
            raise Harmed(f"features: {count_features(old)} became {count_features(new)}")
        # 3. Every cell has its bytes, but the edited one and the values of what depends on it.
        differing = {
            sheets[name]: _compare_sheets(take_apart(old.read(name)), take_apart(new.read(name)), name)
            for name in changed
            if name in sheets
        }
    edited = (place.sheet, place.row, place.column)
    others = [(sheet, *cell) for sheet, cells in differing.items() for cell in cells]
    if edited not in others:
        raise Harmed(f"{place} was not written")
    others.remove(edited)
    _check_values(original, edited, others, differing)
    return len(others)


def _entry(package: Package, part: str) -> str:
    entry = package.entry(part)
    return part if entry is None else entry.name


def _only_grew(names: list[str], old: zipfile.ZipFile, new: zipfile.ZipFile) -> bool:
    """Whether the one part is that of the styles, with cell formats added at its end."""
    if [name.rpartition("/")[2] for name in names] != ["styles.xml"]:
        return False
    before, after = (_FORMATS.split(package.read(names[0])) for package in (old, new))
    if len(before) != 3 or len(after) != 3 or (before[0], before[2]) != (after[0], after[2]):
        return False
    return after[1].startswith(before[1])


def _compare_sheets(old: SheetBytes, new: SheetBytes, name: str) -> dict[Position, tuple[bytes, bytes]]:
    if old.frame != new.frame:
        raise Harmed(f"{name} differs outside of its rows")
    lost = old.rows.keys() - new.rows.keys()
    if lost or any(old.rows[row] != new.rows[row] for row in old.rows):
        raise Harmed(f"{name}: rows were changed")
    places = old.cells.keys() | new.cells.keys()
    empty = b""
    return {
        place: (old.cells.get(place, empty), new.cells.get(place, empty))
        for place in places
        if old.cells.get(place) != new.cells.get(place)
    }


def _check_values(
    original: Path,
    edited: Cell,
    others: list[Cell],
    differing: dict[int, dict[Position, tuple[bytes, bytes]]],
) -> None:
    """Other cells are formulas whose value alone differs, and that depend on the edited cell."""
    if not others:
        return
    sheets = read_cells(original)
    for sheet, *at in others:
        old, new = differing[sheet][at[0], at[1]]
        if _is_spill(sheets[sheet], old):
            continue
        if not old or not has_formula(old):
            if old and sheets[sheet].is_blocked((at[0], at[1])) and not has_formula(new):
                # A cell of an array.
                continue
            raise Harmed(f"the cell {sheet}!{at} is no formula, and became {new[:200]!r}")
        if without_value(old) != without_value(new):
            raise Harmed(f"the cell {sheet}!{at} was {old[:200]!r} and became {new[:200]!r}")
    others = [
        (sheet, row, column)
        for sheet, row, column in others
        if not _is_spill(sheets[sheet], differing[sheet][row, column][0])
    ]
    allowed = _find_dependents(sheets, edited)
    strange = [cell for cell in others if cell not in allowed and not sheets[cell[0]].is_blocked((cell[1], cell[2]))]
    if strange:
        raise Harmed(f"{len(strange)} cells do not depend on the edited one and differ, such as {strange[0]}")


def _is_spill(sheet: SheetCells, old: bytes) -> bool:
    """A dynamic array that grew or moved rewrites its anchor's range and its cells."""
    return sheet.is_dynamic and (not old or not has_formula(old) or b"array" in old)


def _find_dependents(sheets: list[SheetCells], edited: Cell) -> set[Cell]:
    formulas = {
        (sheet.part.index, *place): references for sheet in sheets for place, references in sheet.formulas.items()
    }
    names = {sheet.part.name.lower(): sheet.part.index for sheet in sheets}
    return find_downstream(formulas, [edited], names)


def count_features(package: zipfile.ZipFile) -> Counter[str]:
    found: Counter[str] = Counter()
    for name in package.namelist():
        found.update(feature for feature, pattern in _FEATURES.items() if re.search(pattern, name))
        if name.endswith(".xml"):
            body = package.read(name)
            found.update({feature: len(re.findall(pattern, body)) for feature, pattern in _ELEMENTS.items()})
    return +found
