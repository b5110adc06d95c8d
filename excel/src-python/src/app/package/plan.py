"""What a save has to know of each sheet, to write by the rule of least harm.

V0 is the file's cached value, E0 the engine's before the edits, E1 after. A cell is doubtful when E0 disagrees with
V0, or when there is no V0 to agree with. Only cells that the user edited or whose value the edit changed are written:

* trusted and E1 ≠ E0: E1 is written;
* doubtful with a V0, and changed or downstream of a change: the cached value goes, and Excel computes it again;
* doubtful without a V0, and changed: E1 is written, since it contradicts nothing;
* everything else keeps its bytes, what changed by the clock or by chance alone too.

Here is what is found; `app.package.recalculated` decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from app.engine.port import Engine, Value
from app.errors import ServiceError
from app.package.addresses import Rectangle, format_address
from app.package.cached import cached_value
from app.package.parts import Package, SheetPart
from app.package.plain_formulas import NumberFormulas, scan_formulas
from app.package.plain_sheet import find_rows
from app.package.shared_strings import SharedStrings
from app.package.sheet_scan import ScannedCell, SheetScan, scan_sheet
from app.package.values import is_changed, is_tainted, parse_number
from app.package.xml_bytes import XmlDocument

Position = tuple[int, int]


@dataclass(slots=True)
class Doubt:
    """A cell whose engine value can't be trusted."""

    formula: str
    offset: Position
    """Rows and columns between the formula's text and the cell (children of shared formulas)."""
    after: Value
    changed: bool
    has_cache: bool
    table: Rectangle | None = None
    """The cell is computed by a data table, from what is around it."""


class Recalculated(NamedTuple):
    """A trusted cell with another value; formula and offset as in `Doubt`."""

    after: Value
    formula: str
    offset: Position


@dataclass(frozen=True)
class ArrayFormula:
    """An array formula of the file, or a data table."""

    anchor: Position
    area: Rectangle
    text: str
    is_table: bool
    metadata: str | None
    """The ``cm`` attribute: there for dynamic arrays, which may spill elsewhere."""


@dataclass(frozen=True)
class SharedMaster:
    """The cell that has the text of a shared formula."""

    position: Position
    text: str


@dataclass
class SheetFacts:
    """What one pass over a sheet found."""

    sheet: SheetPart
    scan: SheetScan = field(default_factory=SheetScan)
    recalculated: dict[Position, Recalculated] = field(default_factory=dict)
    doubts: dict[Position, Doubt] = field(default_factory=dict)
    arrays: list[ArrayFormula] = field(default_factory=list)
    masters: dict[str, SharedMaster] = field(default_factory=dict)
    children: dict[str, list[Position]] = field(default_factory=dict)
    formulas_edited: set[Position] = field(default_factory=set)
    """Edited cells that held a formula."""


_SHARING = re.compile(rb"""t=["'](?:shared|array|dataTable)""")


def read_edited(package: Package, sheet: SheetPart, edited: set[Position]) -> SheetFacts:
    """The facts about edited cells and the formulas that share something with them: nothing is compared."""
    facts = SheetFacts(sheet)
    data = XmlDocument.decode(package.read(sheet.part)).data
    shares = _SHARING.search(data) is not None
    if not shares and not edited:
        return facts
    addresses = frozenset(format_address(*position) for position in edited)

    def note(cell: ScannedCell) -> None:
        if (cell.row, cell.column) in edited and cell.has_formula:
            facts.formulas_edited.add((cell.row, cell.column))
        if cell.formula_attributes is not None:
            note_formula(facts, cell, keeps_children=bool(edited))

    plain = None if shares else find_rows(data)
    if plain is not None:
        facts.scan = plain.scan
        plain.scan_rows(plain.rows({row for row, _ in edited}), note, addresses=addresses)
    else:
        for facts.scan in scan_sheet(package, sheet.part, note, formulas=shares, addresses=() if shares else addresses):
            pass
    _refuse_locked(facts, edited)
    return facts


def read_facts(package: Package, sheet: SheetPart, edited: set[Position], before: Engine, after: Engine) -> SheetFacts:
    """One pass over a sheet: V0 against E0 and E1, arrays and shared formulas."""
    facts = SheetFacts(sheet)
    reader = _FactsReader(package, facts, edited, before, after)
    plain = find_rows(XmlDocument.decode(package.read(sheet.part)).data)
    if plain is not None and scan_formulas(plain, reader.read, reader.read_numbers):
        facts.scan = plain.scan
    else:
        for facts.scan in scan_sheet(package, sheet.part, reader.read, formulas=True):
            pass
    _refuse_locked(facts, edited)
    return facts


class _FactsReader:
    def __init__(
        self, package: Package, facts: SheetFacts, edited: set[Position], before: Engine, after: Engine
    ) -> None:
        self._strings = SharedStrings(package)
        self._facts = facts
        self._edited = edited
        self._index = facts.sheet.index
        self._before = before.value
        self._after = after.value
        self._before_many = before.values_of
        self._after_many = after.values_of

    def read_numbers(self, cells: NumberFormulas) -> None:
        """Most of them agree, which is told of a thousand at once."""
        rows, columns = cells.rows, cells.columns
        try:
            cached: list[float | None] = [float(value) if value else None for value in cells.values]
        except ValueError:
            for index in range(len(rows)):
                self.read(cells.cell(index))
            return
        before, after = self._before_many(self._index, rows, columns), self._after_many(self._index, rows, columns)
        # TRUE equals 1 here, and is another value.
        has_flags = bool in {*map(type, before), *map(type, after)}
        if cached == before == after and not has_flags and self._edited.isdisjoint(zip(rows, columns, strict=True)):
            return
        for index, (value, evaluated, now) in enumerate(zip(cached, before, after, strict=True)):
            if value is None and (position := (rows[index], columns[index])) not in self._edited:
                changed = is_changed(evaluated, now)
                self._facts.doubts[position] = Doubt(cells.formula(index), (0, 0), now, changed, False)
            elif has_flags or not value == evaluated == now or (rows[index], columns[index]) in self._edited:
                self.read(cells.cell(index))

    def read(self, cell: ScannedCell) -> None:
        row, column, kind, text, *_ = cell
        if cell.formula_attributes is not None:
            note_formula(self._facts, cell, keeps_children=bool(self._edited))
        elif kind == "n" and text and not self._facts.arrays and (row, column) not in self._edited:
            # The common case, without the calls below.
            evaluated, now = self._before(self._index, row, column), self._after(self._index, row, column)
            # TRUE equals 1 here, and is another value.
            if evaluated == parse_number(text) == now and bool not in (type(evaluated), type(now)):
                return
        self._compare(cell, (row, column))

    def _compare(self, cell: ScannedCell, position: Position) -> None:
        if position in self._edited:
            if cell.has_formula:
                self._facts.formulas_edited.add(position)
            return
        table = self._table_of(position)
        cached = cached_value(cell, self._strings)
        if not cell.has_formula and cached is None:
            return
        evaluated = self._before(self._index, cell.row, cell.column)
        after = self._after(self._index, cell.row, cell.column)
        changed = is_changed(evaluated, after)
        if cached is not None and table is None and not is_tainted(cached, evaluated):
            if changed:
                self._facts.recalculated[position] = Recalculated(after, *self._formula_of(cell, position))
            return
        formula, offset = self._formula_of(cell, position)
        doubt = Doubt(formula, offset, after, changed, cached is not None, table)
        self._facts.doubts[position] = doubt

    def _formula_of(self, cell: ScannedCell, position: Position) -> tuple[str, Position]:
        attributes = cell.formula_attributes or {}
        if not cell.formula and attributes.get("t") == "shared":
            master = self._facts.masters.get(attributes.get("si", ""))
            if master is not None:
                row, column = master.position
                return master.text, (position[0] - row, position[1] - column)
        if not cell.formula:
            for array in self._facts.arrays:
                if array.area.holds(position):
                    return array.text, (0, 0)
        return cell.formula, (0, 0)

    def _table_of(self, position: Position) -> Rectangle | None:
        for array in self._facts.arrays:
            if array.is_table and array.area.holds(position):
                return array.area
        return None


def note_formula(facts: SheetFacts, cell: ScannedCell, *, keeps_children: bool) -> None:
    """Masters and children of shared formulas, and arrays."""
    position = (cell.row, cell.column)
    attributes = cell.formula_attributes or {}
    kind = attributes.get("t")
    if kind == "shared":
        index = attributes.get("si", "")
        if cell.formula and index not in facts.masters:
            facts.masters[index] = SharedMaster(position, cell.formula)
        elif not cell.formula and keeps_children:
            facts.children.setdefault(index, []).append(position)
    elif kind in ("array", "dataTable") and "ref" in attributes:
        area = Rectangle.parse(attributes["ref"])
        facts.arrays.append(ArrayFormula(position, area, cell.formula, kind == "dataTable", cell.metadata))


def _refuse_locked(facts: SheetFacts, edited: set[Position]) -> None:
    """Excel edits array formulas and data tables only as a whole; a dynamic array gives way instead."""
    for array in facts.arrays:
        if array.metadata is not None or array.area.area == 1 or array.anchor in edited:
            continue
        for position in edited:
            if array.area.holds(position):
                raise ServiceError(
                    "CELL_LOCKED_BY_SPILL",
                    f"{facts.sheet.name}!{format_address(*position)} is part of the array {array.area}. "
                    f"Change the formula in {format_address(*array.anchor)} instead.",
                )
