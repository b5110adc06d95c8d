"""Formulas of plain references, functions and numbers, shifted by one regular expression: most of a large workbook."""

from __future__ import annotations

import re

from app.package.addresses import MAX_COLUMN, MAX_ROW, column_letters, column_number
from app.package.structure.lines import LineShift

_SIMPLE = re.compile(r"[A-Z0-9$(),+\-*/^&<>=. :%]*")
_CELL = r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})"
_REFERENCE = re.compile(rf"(?<![A-Z0-9.$:]){_CELL}(?::{_CELL})?(?![A-Z0-9.(:$])")


class QuickShift:
    """For formulas of the sheet whose lines move."""

    def __init__(self, shift: LineShift) -> None:
        self._shift = shift
        self._is_row = shift.axis == "row"

    def shift(self, formula: str) -> str | None:
        """None: not of the plain kind."""
        if not _SIMPLE.fullmatch(formula):
            return None
        shifted, _ = _REFERENCE.subn(self._moved, formula)
        if ":" in formula and formula.count(":") != sum(match[8] is not None for match in _REFERENCE.finditer(formula)):
            return None
        return shifted

    def _moved(self, match: re.Match[str]) -> str:
        number = int(match[4]) if self._is_row else column_number(match[2])
        if not 1 <= int(match[4]) <= MAX_ROW or column_number(match[2]) > MAX_COLUMN:
            # A name such as TAX2024000.
            return match[0]
        if match[8] is None:
            moved = self._shift.line(number)
            if moved == number:
                return match[0]
            return "#REF!" if moved is None else self._text(match, 1, moved)
        last = int(match[8]) if self._is_row else column_number(match[6])
        low, high = min(number, last), max(number, last)
        if high < self._shift.at:
            return match[0]
        span = self._shift.span(low, high)
        if span is None:
            return "#REF!"
        first, end = span if number <= last else (span[1], span[0])
        return f"{self._text(match, 1, first)}:{self._text(match, 5, end)}"

    def _text(self, match: re.Match[str], group: int, number: int) -> str:
        if self._is_row:
            return f"{match[group]}{match[group + 1]}{match[group + 2]}{number}"
        return f"{match[group]}{column_letters(number)}{match[group + 2]}{match[group + 3]}"
