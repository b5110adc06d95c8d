"""Where a workbook is edited: drawn by a seed from what its user would touch."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from app.engine.port import Value
from app.errors import ServiceError
from app.package.addresses import MAX_ROW, Rectangle, format_address
from app.package.cached import cached_value
from app.package.parts import Package, SheetPart
from app.package.references import FormulaReferences, find_references
from app.package.shared_strings import SharedStrings
from app.package.sheet_scan import ScannedCell, scan_sheet

Position = tuple[int, int]
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*\bref="([A-Z0-9:$]+)"')


@dataclass(frozen=True)
class Place:
    """One edit. ``sheet`` is the engine's index, rows and columns count from 1."""

    sheet: int
    sheet_name: str
    row: int
    column: int
    kind: str
    """``precedent`` of a formula, a ``number``, a ``gap`` between cells of a row, a ``corner`` where nothing was."""
    typed: str

    def __str__(self) -> str:
        return f"{self.sheet_name}!{format_address(self.row, self.column)} = {self.typed} ({self.kind})"


@dataclass
class SheetCells:
    """What a sheet holds."""

    part: SheetPart
    constants: dict[Position, float] = field(default_factory=dict)
    formulas: dict[Position, FormulaReferences] = field(default_factory=dict)
    texts: dict[Position, str] = field(default_factory=dict)
    """Of the formulas; a shared formula's children have the text of their master."""
    values: dict[Position, Value] = field(default_factory=dict)
    """V0 of every cell that holds something; None: a formula without its value."""
    blocked: list[Rectangle] = field(default_factory=list)
    """Arrays, spills, merged cells."""
    merges: list[Rectangle] = field(default_factory=list)
    is_dynamic: bool = False
    """It has a dynamic array, which may spill."""
    has_filter: bool = False

    def is_blocked(self, place: Position) -> bool:
        return any(area.holds(place) for area in self.blocked)


def read_cells(path: Path) -> list[SheetCells]:
    """Raises ``ServiceError`` when the package can't be read."""
    with Package(path) as package:
        strings = SharedStrings(package)
        return [_read_sheet(package, part, strings) for part in package.sheets]


def _read_sheet(package: Package, part: SheetPart, strings: SharedStrings) -> SheetCells:
    sheet = SheetCells(part)
    masters: dict[str, tuple[Position, str]] = {}

    def note(cell: ScannedCell) -> None:
        place = (cell.row, cell.column)
        value = cached_value(cell, strings)
        sheet.values[place] = value
        if not cell.has_formula:
            if type(value) is float:
                sheet.constants[place] = value
            return
        attributes = cell.formula_attributes or {}
        text, offset = cell.formula, (0, 0)
        if attributes.get("t") == "shared":
            if text:
                masters.setdefault(attributes.get("si", ""), (place, text))
            elif attributes.get("si", "") in masters:
                (row, column), text = masters[attributes["si"]]
                offset = (place[0] - row, place[1] - column)
        elif attributes.get("t") in ("array", "dataTable") and "ref" in attributes:
            sheet.blocked.append(Rectangle.parse(attributes["ref"]))
            sheet.is_dynamic |= cell.metadata is not None
        sheet.texts[place] = text
        sheet.formulas[place] = find_references(text, *offset)

    for _ in scan_sheet(package, part.part, note, every=True, formulas=True):
        pass
    raw = package.read(part.part)
    sheet.has_filter = b"autoFilter" in raw
    sheet.merges += [Rectangle.parse(ref.decode()) for ref in _MERGE.findall(raw)]
    sheet.blocked += sheet.merges
    for place in [place for place in sheet.constants if sheet.is_blocked(place)]:
        del sheet.constants[place]
    return sheet


def draw_place(path: Path, seed: str, kinds: Sequence[str] = ()) -> Place:
    """The edit of ``path`` under ``seed``; the same one each time. ``kinds``: in this order, and not by the seed."""
    chance = random.Random(seed)
    try:
        sheets = read_cells(path)
    except (ServiceError, ValueError):
        sheets = []
    # 1. A formula's precedent, when there is a formula: every second time. Else a number, or a gap between cells.
    if not kinds:
        kinds = chance.sample(["precedent", "number", "gap"], 3)
        if chance.random() < 0.5:
            kinds = sorted(kinds, key=lambda kind: kind != "precedent")
    found = {"precedent": _precedents, "number": _numbers, "gap": _gaps}
    for kind in kinds:
        places = list(found[kind](sheets, chance))
        if places:
            sheet, place = chance.choice(places)
            typed = _other_number(sheet.constants.get(place), chance)
            return Place(sheet.part.index, sheet.part.name, *place, kind, typed)
    # 2. An empty workbook, one of texts alone, or one that can't be read here.
    if not sheets:
        return Place(0, "", 40, 5, "corner", "12345")
    last = max((row for row, _ in sheets[0].values), default=0)
    blocked = max((area.bottom for area in sheets[0].blocked), default=0)
    return Place(0, sheets[0].part.name, min(max(last, blocked, 37) + 3, MAX_ROW), 5, "corner", "12345")


def _other_number(old: float | None, chance: random.Random) -> str:
    """No exponents: typing one asks for a format, as in Excel."""
    if old is None or not 1e-3 < abs(old) < 1e9:
        return str(chance.randint(1, 999))
    return str(int(old) + 1) if old.is_integer() else f"{old * 1.25:.6f}"


def _precedents(sheets: list[SheetCells], chance: random.Random) -> Iterator[tuple[SheetCells, Position]]:
    """Numbers that formulas refer to: of up to 40 formulas, at most 20 numbers each."""
    by_name = {sheet.part.name.lower(): sheet for sheet in sheets}
    formulas = [(sheet, formula) for sheet in sheets for formula in sheet.formulas.values()]
    for own, formula in chance.sample(formulas, min(40, len(formulas))):
        for name, area in formula.references:
            sheet = own if name is None else by_name.get(name.lower())
            if sheet is None:
                continue
            inside = (place for place in _places_in(area, sheet) if place in sheet.constants)
            yield from ((sheet, place) for place, _ in zip(inside, range(20), strict=False))


def _places_in(area: Rectangle, sheet: SheetCells) -> Iterable[Position]:
    return area.cells() if area.area <= len(sheet.constants) else filter(area.holds, sheet.constants)


def _numbers(sheets: list[SheetCells], _chance: random.Random) -> Iterator[tuple[SheetCells, Position]]:
    return ((sheet, place) for sheet in sheets for place in sheet.constants)


def _gaps(sheets: list[SheetCells], _chance: random.Random) -> Iterator[tuple[SheetCells, Position]]:
    """Empty cells with a cell before and a cell behind them in their row."""
    for sheet in sheets:
        rows: dict[int, list[int]] = defaultdict(list)
        for row, column in sheet.values:
            rows[row].append(column)
        for row, columns in rows.items():
            columns.sort()
            for before, behind in pairwise(columns):
                if behind - before > 1 and not sheet.is_blocked((row, before + 1)):
                    yield sheet, (row, before + 1)
