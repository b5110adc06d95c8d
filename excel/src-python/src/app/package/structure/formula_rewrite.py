"""A formula whose references follow what they refer to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle, column_letters, column_number, parse_address
from app.package.formula_tokens import CELL, Kind, Token, tokenize
from app.package.structure.quick_copy import copy_simple

_PLAIN_NAME = re.compile(r"[A-Za-z_\u0080-\U0010ffff][\w.\u0080-\U0010ffff]*")


@dataclass(frozen=True)
class Place:
    """What a reference refers to. ``sheet``: its name, or None for the formula's own."""

    sheet: str | None
    area: Rectangle


Follow = Callable[[Place], "Place | None"]
"""Where a referenced area is now; the same object when it stays; None when it is gone."""


def rewrite_formula(formula: str, follow: Follow) -> str:
    """References that name other workbooks or several sheets stay. What is gone reads ``#REF!``."""
    tokens = tokenize(formula)
    pieces: list[str] = []
    index = 0
    changed = False
    while index < len(tokens):
        start = index
        sheet: str | None = None
        if tokens[index].kind is Kind.SHEET:
            sheet = sheet_of(tokens[index].text)
            index += 1
            if sheet is None or index == len(tokens):
                # Of another workbook or of several sheets: as it is, whatever follows.
                while index < len(tokens) and tokens[index].kind in (Kind.CELL, Kind.COLUMN, Kind.ROW):
                    index += 2 if index + 2 < len(tokens) and tokens[index + 1].text == ":" else 1
                pieces += [token.text for token in tokens[start:index]]
                continue
        end = _end_of_reference(tokens, index)
        if end == index:
            index = max(index, start + 1)
            pieces += [token.text for token in tokens[start:index]]
            continue
        reference = tokens[index:end]
        place = Place(sheet, _area(reference))
        moved = follow(place)
        index = end
        if moved is place or moved == place:
            pieces += [token.text for token in tokens[start:end]]
            continue
        changed = True
        if moved is None:
            pieces.append("#REF!")
            continue
        if moved.sheet == place.sheet:
            pieces += [token.text for token in tokens[start : start + (sheet is not None)]]
        elif moved.sheet is not None:
            pieces.append(sheet_prefix(moved.sheet))
        pieces.append(_render(reference, moved.area))
    return "".join(pieces) if changed else formula


def rename_in_formula(formula: str, rename: Callable[[str], str | None]) -> str:
    """Sheet names renamed; ``rename`` gives None for a sheet that is gone, and its references read ``#REF!``."""
    tokens = tokenize(formula)
    pieces: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        if token.kind is not Kind.SHEET or "[" in token.text:
            pieces.append(token.text)
            continue
        names = _sheets_of(token.text)
        renamed = [rename(name) for name in names]
        if renamed == names:
            pieces.append(token.text)
        elif None in renamed:
            pieces.append("#REF!")
            end = _end_of_reference(tokens, index)
            # A defined name of the sheet goes with it.
            index = end if end > index else min(index + 1, len(tokens))
        else:
            pieces.append(sheet_prefix(":".join(name for name in renamed if name is not None)))
    return "".join(pieces)


def sheet_prefix(name: str) -> str:
    """``Sheet1!``, or in quotes where a name needs them."""
    plain = all(_PLAIN_NAME.fullmatch(part) and not CELL.fullmatch(part) for part in name.split(":"))
    if plain and not re.fullmatch(r"(?i)r[0-9]*(c[0-9]*)?|c[0-9]*|true|false", name):
        return f"{name}!"
    return "'" + name.replace("'", "''") + "'!"


def sheet_of(prefix: str) -> str | None:
    """The sheet of a prefix; None for another workbook or several sheets."""
    names = [] if "[" in prefix else _sheets_of(prefix)
    return names[0] if len(names) == 1 else None


def _sheets_of(prefix: str) -> list[str]:
    name = prefix[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return name.split(":")


def _end_of_reference(tokens: list[Token], index: int) -> int:
    """Index behind the cell, or the range of two of a kind, that begins at ``index``; ``index``: there is none."""
    if index >= len(tokens) or tokens[index].kind not in (Kind.CELL, Kind.COLUMN, Kind.ROW):
        return index
    kind = tokens[index].kind
    if index + 2 < len(tokens) and tokens[index + 1].text == ":" and tokens[index + 2].kind is kind:
        return index + 3
    return index + 1 if kind is Kind.CELL else index


def _area(reference: list[Token]) -> Rectangle:
    corners = [_corner(token) for token in (reference[0], reference[-1])]
    return Rectangle(
        min(corner.top for corner in corners),
        min(corner.left for corner in corners),
        max(corner.bottom for corner in corners),
        max(corner.right for corner in corners),
    )


def _corner(token: Token) -> Rectangle:
    text = token.text.replace("$", "")
    if token.kind is Kind.COLUMN:
        return Rectangle(1, column_number(text), MAX_ROW, column_number(text))
    if token.kind is Kind.ROW:
        return Rectangle(int(text), 1, int(text), MAX_COLUMN)
    row, column = parse_address(text)
    return Rectangle(row, column, row, column)


def _render(reference: list[Token], new: Rectangle) -> str:
    """The reference's text with its corners moved; each corner keeps its ``$`` and its letters' case."""
    if len(reference) == 1:
        return _render_corner(reference[0], new.top, new.left)
    first, last = _corner(reference[0]), _corner(reference[-1])
    # ``B3:A1`` is read like ``A1:B3``, and keeps its order.
    tops = (new.top, new.bottom) if first.top <= last.top else (new.bottom, new.top)
    lefts = (new.left, new.right) if first.left <= last.left else (new.right, new.left)
    return f"{_render_corner(reference[0], tops[0], lefts[0])}:{_render_corner(reference[-1], tops[1], lefts[1])}"


def _render_corner(token: Token, row: int, column: int) -> str:
    text = token.text
    if token.kind is Kind.ROW:
        return ("$" if text.startswith("$") else "") + str(row)
    if token.kind is Kind.COLUMN:
        return ("$" if text.startswith("$") else "") + column_letters(column)
    match = CELL.fullmatch(text)
    fixed_column, fixed_row = (match[1], match[3]) if match else ("", "")
    return f"{fixed_column}{column_letters(column)}{fixed_row}{row}"


def copy_formula(formula: str, row_offset: int, column_offset: int) -> str:
    """A formula (without its ``=``) copied so far: relative references move, and off the sheet they read ``#REF!``."""
    copied = copy_simple(formula, row_offset, column_offset)
    if copied is not None:
        return copied
    return _move_corners(formula, lambda token, _: _copied_corner(token, row_offset, column_offset))


def transpose_formula(formula: str, source: tuple[int, int], target: tuple[int, int]) -> str:
    """As `copy_formula`, to a block whose rows are the source's columns: what was to the left is above then."""
    (row, column), (new_row, new_column) = source, target

    def transpose(token: Token, reference: list[Token]) -> str | None:
        if any(each.kind is not Kind.CELL or "$" in each.text for each in (reference[0], reference[-1])):
            return _copied_corner(token, new_row - row, new_column - column)
        corner = _corner(token)
        down, right = new_row + corner.left - column, new_column + corner.top - row
        return _render_corner(token, down, right) if 1 <= down <= MAX_ROW and 1 <= right <= MAX_COLUMN else None

    return _move_corners(formula, transpose)


def _move_corners(formula: str, move: Callable[[Token, list[Token]], str | None]) -> str:
    """``move``: a corner's new text, None off the sheet, by its token and all of the reference's."""
    tokens = tokenize(formula)
    pieces: list[str] = []
    index = 0
    while index < len(tokens):
        end = _end_of_reference(tokens, index)
        if end == index:
            pieces.append(tokens[index].text)
            index += 1
            continue
        reference = tokens[index:end]
        moved = [move(token, reference) for token in (reference[0], reference[-1])]
        first, last = moved
        if first is None or last is None:
            pieces.append("#REF!")
        else:
            pieces.append(first if len(reference) == 1 else f"{first}:{last}")
        index = end
    return "".join(pieces)


def _copied_corner(token: Token, row_offset: int, column_offset: int) -> str | None:
    corner = _corner(token)
    text = token.text
    match = CELL.fullmatch(text) if token.kind is Kind.CELL else None
    fixed_column = match[1] if match else text.startswith("$")
    fixed_row = match[3] if match else text.startswith("$")
    row = corner.top if fixed_row or token.kind is Kind.COLUMN else corner.top + row_offset
    column = corner.left if fixed_column or token.kind is Kind.ROW else corner.left + column_offset
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        return None
    return _render_corner(token, row, column)
