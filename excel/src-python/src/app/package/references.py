"""What a formula refers to, and a formula moved by an offset."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle, column_letters, column_number
from app.package.formula_tokens import CELL, COLUMN, ROW, Kind, Token, tokenize

VOLATILE = frozenset(("NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY"))
"""Functions whose value changes with the clock, or by chance."""
# GETPIVOTDATA is none of them: it reads what its pivot table was last refreshed with, which no edit changes.
_INDIRECT = frozenset(("INDIRECT", "OFFSET", "INDEX", "CHOOSE", "CELL", "INFO", "ANCHORARRAY"))
_CELL = r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})"
_SIMPLE = re.compile(r"[A-Z0-9$(),+\-*/^&<>=. :%]*")
_SIMPLE_WORD = re.compile(rf"(?<![A-Z0-9.$:]){_CELL}(?::{_CELL})?(?![A-Z0-9.(:$])|[A-Z$][A-Z0-9.$]*\(?|:")
_CONSTANT_NAMES = frozenset(("TRUE", "FALSE"))


class Reference(NamedTuple):
    """A block of cells that a formula names."""

    sheet: str | None
    """Name of the sheet, or None for the formula's own."""
    area: Rectangle


class FormulaReferences(NamedTuple):
    """What a formula depends on."""

    references: tuple[Reference, ...]
    is_open: bool
    """It may refer to more than is listed: names, tables, INDIRECT, other workbooks, spills, 3-D references."""
    is_volatile: bool


def find_references(formula: str, row_offset: int = 0, column_offset: int = 0) -> FormulaReferences:
    """References of a formula (without ``=``), moved by an offset for the child of a shared formula."""
    if _SIMPLE.fullmatch(formula):
        simple = _find_simple(formula, row_offset, column_offset)
        if simple is not None:
            return simple
    return _find_by_tokens(formula, row_offset, column_offset)


def _find_simple(formula: str, row_offset: int, column_offset: int) -> FormulaReferences | None:
    """References of a formula that is made of cells, numbers and functions alone; None for any other.

    Most formulas are, and a workbook whose writer computed nothing has a doubt about each: this takes a fifth of
    the time of the tokens.
    """
    found: list[Reference] = []
    is_open = is_volatile = False
    for match in _SIMPLE_WORD.finditer(formula):
        if match[2] is not None:
            first = _moved_cell(match[1], match[2], match[3], match[4], row_offset, column_offset)
            last = first
            if match[6] is not None:
                last = _moved_cell(match[5], match[6], match[7], match[8], row_offset, column_offset)
            if first is None or last is None:
                return None
            top, bottom = (first[0], last[0]) if first[0] <= last[0] else (last[0], first[0])
            left, right = (first[1], last[1]) if first[1] <= last[1] else (last[1], first[1])
            found.append(Reference(None, Rectangle(top, left, bottom, right)))
        elif match[0].endswith("("):
            is_volatile = is_volatile or match[0][:-1] in VOLATILE
            is_open = is_open or match[0][:-1] in _INDIRECT
        else:
            return None
    return FormulaReferences(tuple(found), is_open, is_volatile)


def _moved_cell(
    fixed_column: str, letters: str, fixed_row: str, digits: str, row_offset: int, column_offset: int
) -> tuple[int, int] | None:
    row, column = int(digits), column_number(letters)
    if not 1 <= row <= MAX_ROW or column > MAX_COLUMN:
        return None
    if row_offset and not fixed_row:
        row = (row - 1 + row_offset) % MAX_ROW + 1
    if column_offset and not fixed_column:
        column = (column - 1 + column_offset) % MAX_COLUMN + 1
    return row, column


def _find_by_tokens(formula: str, row_offset: int, column_offset: int) -> FormulaReferences:
    tokens = [token for token in tokenize(formula) if token.kind is not Kind.SPACE]
    found: list[Reference] = []
    is_open = is_volatile = False
    sheet: str | None = None
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind is Kind.SHEET:
            sheet = _sheet_name(token.text)
            is_open = is_open or sheet is None or ":" in sheet
        elif token.kind in (Kind.CELL, Kind.COLUMN, Kind.ROW):
            area = _area(token, row_offset, column_offset)
            if _is_range(tokens, index):
                area = _union(area, _area(tokens[index + 2], row_offset, column_offset))
                index += 2
            found.append(Reference(sheet, area))
            sheet = None
        elif token.kind is Kind.FUNCTION:
            name = token.text.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
            is_volatile = is_volatile or name in VOLATILE
            is_open = is_open or name in _INDIRECT
        elif token.kind is Kind.NAME:
            is_open = is_open or not (token.text.upper() in _CONSTANT_NAMES or "_xlpm." in token.text)
        elif token.kind is Kind.BRACKETS or token.text in ("#", ":"):
            is_open = True
        index += 1
    return FormulaReferences(tuple(found), is_open, is_volatile)


def _is_range(tokens: list[Token], index: int) -> bool:
    if index + 2 >= len(tokens) or tokens[index + 1].text != ":":
        return False
    return tokens[index + 2].kind is tokens[index].kind


def _sheet_name(prefix: str) -> str | None:
    """The sheet of a prefix; None for another workbook."""
    name = prefix[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return None if "[" in name else name


def _area(token: Token, row_offset: int, column_offset: int) -> Rectangle:
    text = _moved(token, row_offset, column_offset).replace("$", "")
    if token.kind is Kind.COLUMN:
        column = column_number(text)
        return Rectangle(1, column, MAX_ROW, column)
    if token.kind is Kind.ROW:
        return Rectangle(int(text), 1, int(text), MAX_COLUMN)
    return Rectangle.parse(text.upper())


def _union(first: Rectangle, second: Rectangle) -> Rectangle:
    return Rectangle(
        min(first.top, second.top),
        min(first.left, second.left),
        max(first.bottom, second.bottom),
        max(first.right, second.right),
    )


def translate(formula: str, row_offset: int, column_offset: int) -> str:
    """A formula as its relative references read ``row_offset`` rows below and ``column_offset`` columns right.

    References wrap around the sheet's edges, as those of shared formulas do.
    """
    return "".join(_moved(token, row_offset, column_offset) for token in tokenize(formula))


def _moved(token: Token, row_offset: int, column_offset: int) -> str:
    if token.kind is Kind.CELL and (match := CELL.fullmatch(token.text)):
        column, row = _move_column(match[1], match[2], column_offset), _move_row(match[3], match[4], row_offset)
        return f"{match[1]}{column}{match[3]}{row}"
    if token.kind is Kind.COLUMN and (match := COLUMN.fullmatch(token.text)):
        return match[1] + _move_column(match[1], match[2], column_offset)
    if token.kind is Kind.ROW and (match := ROW.fullmatch(token.text)):
        return match[1] + _move_row(match[1], match[2], row_offset)
    return token.text


def _move_column(fixed: str, letters: str, offset: int) -> str:
    if fixed or offset == 0:
        return letters
    return column_letters((column_number(letters) - 1 + offset) % MAX_COLUMN + 1)


def _move_row(fixed: str, digits: str, offset: int) -> str:
    return digits if fixed else str((int(digits) - 1 + offset) % MAX_ROW + 1)
