"""All changes of a save: recalculated and edited cells, and the formulas that share text or cells with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.engine.port import Engine
from app.package.addresses import Rectangle
from app.package.cell_xml import CellChange, FormulaXml, Restyle
from app.package.downstream import Cell
from app.package.edits import check_cells, decide_edited
from app.package.parts import Package
from app.package.plan import Position, SheetFacts, read_edited, read_facts
from app.package.recalculated import decide_recalculated
from app.package.shared_formulas import move_masters
from app.package.sheet_scan import SheetScan
from app.package.spills import SpillReader, array_formula, respill


@dataclass(frozen=True)
class Decision:
    """What a save writes."""

    changes: Mapping[int, Mapping[Position, CellChange]]
    """By sheet index."""
    scans: Mapping[int, SheetScan]
    """Where the rows of each sheet are."""
    formulas_came_or_went: bool
    needs_metadata: bool
    """A dynamic array was written into a workbook that had none."""


def decide_changes(
    package: Package,
    edits: Mapping[Cell, str],
    before: Engine,
    after: Engine,
    *,
    recalculates: bool = True,
    distrusted: Collection[Cell] = (),
) -> Decision:
    """``recalculates``: values that the edits changed are written too, but those of ``distrusted`` cells.

    Raises ``UNKNOWN_SHEET``, ``OUT_OF_RANGE``, ``CELL_LOCKED_BY_SPILL``.
    """
    check_cells(edits, len(package.sheets))
    if not edits:
        return Decision({}, {}, False, False)
    edited: dict[int, set[Position]] = defaultdict(set)
    for sheet_index, row, column in edits:
        edited[sheet_index].add((row, column))
    # 1. Compare file and engines, sheet by sheet.
    facts = [
        read_facts(package, sheet, edited[sheet.index], before, after)
        if recalculates
        else read_edited(package, sheet, edited[sheet.index])
        for sheet in package.sheets
    ]
    # 2. Values that the edits changed, then the edited cells themselves.
    changes = decide_recalculated(facts, edits, package.sheets, distrusted)
    dynamic = _DynamicFormulas(package, facts, SpillReader(set(edits), after), after, changes)
    for (sheet_index, row, column), change in decide_edited(edits, before, after, dynamic.write).items():
        changes[sheet_index][row, column] = change
    # 3. Formulas that share their cells or their text with an edited one.
    unedited = SpillReader(set(), before)
    for fact in facts:
        touched, sheet_changes = edited[fact.sheet.index], changes[fact.sheet.index]
        respill(fact, unedited, dynamic.spills, touched, sheet_changes)
        move_masters(fact, touched, sheet_changes)
    scans = {fact.sheet.index: fact.scan for fact in facts}
    return Decision(changes, scans, _came_or_went(facts, edited, changes), dynamic.metadata_is_new)


def _came_or_went(
    facts: list[SheetFacts],
    edited: Mapping[int, set[Position]],
    changes: Mapping[int, Mapping[Position, CellChange]],
) -> bool:
    for fact in facts:
        index = fact.sheet.index
        for position in edited[index]:
            has_formula = changes[index][position].formula is not None
            if has_formula != (position in fact.formulas_edited):
                return True
    return False


class _DynamicFormulas:
    """Typed formulas that may spill."""

    def __init__(
        self,
        package: Package,
        facts: list[SheetFacts],
        spills: SpillReader,
        after: Engine,
        changes: dict[int, dict[Position, CellChange]],
    ) -> None:
        self.spills = spills
        self.metadata_is_new = False
        self._after = after
        self._facts = facts
        self._changes = changes
        self._has_metadata = package.workbook_target("sheetMetadata") is not None
        self._metadata = self._find_metadata()

    def _find_metadata(self) -> int | None:
        """The ``cm`` to write: one in use; 1 of a new metadata part; none beside metadata of other kinds."""
        for fact in self._facts:
            for array in fact.arrays:
                if array.metadata is not None and array.metadata.isdecimal():
                    return int(array.metadata)
        return None if self._has_metadata else 1

    def write(self, cell: Cell, formula: FormulaXml, restyle: Restyle) -> CellChange:
        """The change of a typed cell; cells that it spills into are changed too."""
        sheet, row, column = cell
        block = self.spills.block(sheet, (row, column))
        self.spills.fill(sheet, block, Rectangle(row, column, row, column), self._changes[sheet])
        self.metadata_is_new = self._metadata is not None and not self._has_metadata
        return CellChange(
            self._after.value(*cell),
            array_formula(formula.text, block),
            replaces=True,
            restyle=restyle,
            metadata=self._metadata,
        )
