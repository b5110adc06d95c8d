"""Defined names: what they refer to follows."""

from __future__ import annotations

from collections.abc import Callable

from app.package.formula_tokens import CELL, Kind, tokenize
from app.package.xml_tree import Element


def change_names(workbook: Element, rewrite: Callable[[str], str]) -> None:
    names = workbook.find("definedNames")
    for name in [] if names is None else names.elements("definedName"):
        text = name.text
        # A relative reference in a name is counted from the cell that uses it: it stays.
        if not _is_relative(text) and (rewritten := rewrite(text)) != text:
            name.text = rewritten


def _is_relative(formula: str) -> bool:
    for token in tokenize(formula):
        match = CELL.fullmatch(token.text) if token.kind is Kind.CELL else None
        if match is not None and not (match[1] and match[3]):
            return True
    return False
