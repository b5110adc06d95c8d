"""Which cells that nobody edited get another value, by the rule of least harm (see `app.package.plan`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from app.package.addresses import Rectangle
from app.package.cell_xml import CellChange
from app.package.downstream import Cell, find_downstream
from app.package.parts import SheetPart
from app.package.plan import Doubt, Position, Recalculated, SheetFacts
from app.package.references import VOLATILE, FormulaReferences, Reference, find_references
from app.package.values import writable

_VOLATILE = re.compile(rf"\b(?:{'|'.join(VOLATILE)})\s*\(", re.IGNORECASE)


def decide_recalculated(
    facts: Iterable[SheetFacts], edited: Iterable[Cell], sheets: Iterable[SheetPart], distrusted: Collection[Cell] = ()
) -> dict[int, dict[Position, CellChange]]:
    """Changes of cells that nobody edited, by sheet. ``distrusted``: no value of the engine is written there."""
    edited = list(edited)
    trusted: dict[Cell, Recalculated] = {}
    doubts: dict[Cell, Doubt] = {}
    changes: dict[int, dict[Position, CellChange]] = {}
    for fact in facts:
        index = fact.sheet.index
        changes[index] = {}
        trusted.update({(index, *cell): found for cell, found in fact.recalculated.items()})
        doubts.update({(index, *cell): doubt for cell, doubt in fact.doubts.items()})
    names = {sheet.name.lower(): sheet.index for sheet in sheets}
    # 1. Trusted cells: what the clock or chance changed is no reason to touch a cell.
    for cell in _changed_by_chance(trusted, doubts, edited, names):
        del trusted[cell]
    for (sheet, row, column), found in trusted.items():
        changes[sheet][row, column] = CellChange(found.after)
    # 2. Doubtful ones.
    for sheet, row, column in _affected(doubts, [*edited, *trusted], names):
        doubt = doubts[sheet, row, column]
        if doubt.has_cache:
            changes[sheet][row, column] = CellChange(None)
        elif doubt.changed and writable(doubt.after) and (sheet, row, column) not in distrusted:
            changes[sheet][row, column] = CellChange(doubt.after)
    return changes


def _changed_by_chance(
    trusted: Mapping[Cell, Recalculated], doubts: Mapping[Cell, Doubt], edited: list[Cell], names: Mapping[str, int]
) -> set[Cell]:
    """Trusted cells that follow a volatile function and no edit.

    A volatile cell whose value stayed passes nothing on, so that those which changed are all that count.
    """
    changed_doubts = {cell: doubt for cell, doubt in doubts.items() if doubt.changed}
    texts = [found.formula for found in trusted.values()] + [doubt.formula for doubt in changed_doubts.values()]
    if not trusted or not any(map(_VOLATILE.search, texts)):
        return set()
    references = {cell: find_references(found.formula, *found.offset) for cell, found in trusted.items()}
    references |= {cell: _references(doubt) for cell, doubt in changed_doubts.items()}
    volatile = [cell for cell, found in references.items() if found.is_volatile]
    by_chance = {*volatile, *find_downstream(references, volatile, names)}
    return (by_chance - find_downstream(references, edited, names)) & trusted.keys()


def _affected(doubts: Mapping[Cell, Doubt], changed: list[Cell], names: Mapping[str, int]) -> set[Cell]:
    """Doubtful cells whose value changed, or that depend on one that did."""
    if not doubts or not changed:
        return set()
    if not any(doubt.has_cache or _VOLATILE.search(doubt.formula) for doubt in doubts.values()):
        # There are no values to drop, and none that changed by chance: what depends on what needs not be known.
        return {cell for cell, doubt in doubts.items() if doubt.changed}
    references = {cell: _references(doubt) for cell, doubt in doubts.items()}
    volatile = [cell for cell, found in references.items() if found.is_volatile]
    by_chance = {*volatile, *find_downstream(references, volatile, names)}
    direct = {cell for cell, doubt in doubts.items() if doubt.changed and cell not in by_chance}
    return direct | find_downstream(references, [*changed, *direct], names)


def _references(doubt: Doubt) -> FormulaReferences:
    found = find_references(doubt.formula, *doubt.offset)
    if doubt.table is None:
        return found
    # A data table depends on the formulas and values beside and above it.
    area = doubt.table
    around = Rectangle(max(1, area.top - 1), max(1, area.left - 1), area.bottom, area.right)
    return FormulaReferences((*found.references, Reference(None, around)), True, found.is_volatile)
