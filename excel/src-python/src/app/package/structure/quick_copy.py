"""Formulas of plain references, functions and numbers, copied by one regular expression: most of what is filled."""

from __future__ import annotations

import re

from app.package.addresses import MAX_COLUMN, MAX_ROW, column_letters, column_number

_SIMPLE = re.compile(r"[A-Z0-9$(),+\-*/^&<>=. :%]*")
_CORNER = re.compile(r"(?<![A-Z0-9.$])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![A-Z0-9.(])")
_RANGE = re.compile(r"[0-9]:\$?[A-Z]{1,3}\$?[0-9]")


def copy_simple(formula: str, row_offset: int, column_offset: int) -> str | None:
    """See `copy_formula`. None: not of the plain kind, or something would be off the sheet."""
    if not _SIMPLE.fullmatch(formula) or formula.count(":") != len(_RANGE.findall(formula)):
        return None
    pieces = _CORNER.split(formula)
    for index in range(1, len(pieces), 5):
        fixed_column, letters, fixed_row, digits = pieces[index : index + 4]
        row, column = int(digits), column_number(letters)
        if not 1 <= row <= MAX_ROW or column > MAX_COLUMN:
            # A name such as TAX2024000.
            return None
        if not fixed_row:
            row += row_offset
            pieces[index + 3] = str(row)
        if not fixed_column and column_offset:
            column += column_offset
            pieces[index + 1] = column_letters(column)
        if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
            return None
    return "".join(pieces)
