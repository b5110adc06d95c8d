"""Defined names: what they refer to follows."""

from __future__ import annotations

from collections.abc import Callable, Collection

from app.package.formula_tokens import CELL, COLUMN, ROW, Kind, tokenize
from app.package.structure.lines import Axis
from app.package.xml_tree import Element


def change_names(workbook: Element, rewrite: Callable[[str], str], moves: Collection[Axis]) -> None:
    """``moves``: what the references move along; none for what renames sheets or takes them away.

    A reference in a name that is relative there is counted from the cell that uses the name: it stays.
    """
    names = workbook.find("definedNames")
    for name in [] if names is None else names.elements("definedName"):
        text = name.text
        if not _is_relative(text, moves) and (rewritten := rewrite(text)) != text:
            name.text = rewritten


def _is_relative(formula: str, moves: Collection[Axis]) -> bool:
    for token in tokenize(formula) if moves else ():
        if token.kind is Kind.CELL and (match := CELL.fullmatch(token.text)):
            if ("column" in moves and not match[1]) or ("row" in moves and not match[3]):
                return True
        elif token.kind is Kind.COLUMN and (match := COLUMN.fullmatch(token.text)):
            if "column" in moves and not match[1]:
                return True
        elif token.kind is Kind.ROW and (match := ROW.fullmatch(token.text)) and "row" in moves and not match[1]:
            return True
    return False
