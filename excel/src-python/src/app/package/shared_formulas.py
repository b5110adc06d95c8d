"""Shared formulas whose master was edited: the text moves to a child, or to all of them."""

from __future__ import annotations

from dataclasses import replace

from app.package.addresses import Rectangle
from app.package.cell_xml import CellChange, FormulaXml
from app.package.plan import Position, SharedMaster, SheetFacts
from app.package.references import translate


def move_masters(facts: SheetFacts, edited: set[Position], changes: dict[Position, CellChange]) -> None:
    """Gives the children of each edited master a formula of their own, or a new master among them.

    Readers count a child's offset from the corner of ``ref``, so a master must be that corner: children in front of
    such a corner get their own formula.
    """
    for index, master in facts.masters.items():
        if master.position not in edited:
            continue
        children = sorted(set(facts.children.get(index, ())) - edited)
        while children:
            area = _bounds(children)
            first = children.pop(0)
            text = _text_at(master, first)
            if first == (area.top, area.left) and children:
                shared = (("t", "shared"), ("ref", str(area)), ("si", index))
                _set_formula(changes, first, FormulaXml(text, shared))
                break
            _set_formula(changes, first, FormulaXml(text))


def _text_at(master: SharedMaster, cell: Position) -> str:
    return translate(master.text, cell[0] - master.position[0], cell[1] - master.position[1])


def _set_formula(changes: dict[Position, CellChange], cell: Position, formula: FormulaXml) -> None:
    change = changes.get(cell) or CellChange(None, keeps_value=True)
    changes[cell] = replace(change, formula=formula)


def _bounds(cells: list[Position]) -> Rectangle:
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    return Rectangle(min(rows), min(columns), max(rows), max(columns))
