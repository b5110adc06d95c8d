"""Formulas of plain references shifted by the thousand: a few calls of C code for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.package.addresses import MAX_COLUMN, MAX_ROW, column_letters, column_number
from app.package.structure.lines import LineShift

# Cells, functions, numbers and operators, as XML has them. Names, strings, tables and other sheets are of another kind.
_CHARACTERS = rb"[A-Z0-9$(),+\-*/^=<>. :%\n]*"
_PLAIN = re.compile(_CHARACTERS + rb"(?:(?:&(?:lt|gt|amp);|_xlfn\.)" + _CHARACTERS + rb")*")
# Strings mean nothing to references, and are put aside.
_STRING = re.compile(rb'"[^"\n]*"')
_CORNER = re.compile(rb"(?<![A-Z0-9.$])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![A-Z0-9.(])")
_RANGE = re.compile(rb"[0-9]:\$?[A-Z]{1,3}\$?[0-9]")
_MAX_NAMED = 100


class FormulaBatch:
    """For formulas of the sheet whose lines move."""

    def __init__(self, shift: LineShift) -> None:
        self._shift = shift
        self._group = 4 if shift.axis == "row" else 2
        self._read: Callable[[bytes], int] = int if shift.axis == "row" else _column
        self._gone = _find_gone(shift)

    def rewrite(self, formulas: list[bytes], rewrite_one: Callable[[bytes], bytes]) -> list[bytes]:
        """The formulas' XML texts, shifted; ``rewrite_one`` is asked about those that are not of the plain kind."""
        moved = self._move(formulas)
        if moved is not None:
            return moved
        is_plain = [self._is_plain(formula) for formula in formulas]
        plain = [formula for formula, quick in zip(formulas, is_plain, strict=True) if quick]
        moved = self._move(plain) if len(plain) < len(formulas) else None
        if moved is None:
            return [rewrite_one(formula) for formula in formulas]
        known = iter(moved)
        return [
            next(known) if quick else rewrite_one(formula) for formula, quick in zip(formulas, is_plain, strict=True)
        ]

    def _is_plain(self, formula: bytes) -> bool:
        text = _STRING.sub(b"", formula) if b'"' in formula else formula
        return (
            _PLAIN.fullmatch(text) is not None
            and b"\n" not in text
            and text.count(b":") == len(_RANGE.findall(text))
            and (self._gone is None or self._gone.search(text) is None)
        )

    def _move(self, formulas: list[bytes]) -> list[bytes] | None:
        """None: one of them is not plain, or refers to what is deleted or at the sheet's end."""
        text = b"\n".join(formulas)
        if text.count(b"\n") >= len(formulas):
            return None
        strings: list[bytes] = []
        if b'"' in text:
            strings = _STRING.findall(text)
            text = _STRING.sub(b'""', text)
        if not _PLAIN.fullmatch(text.replace(b'""', b"") if strings else text):
            return None
        if text.count(b":") != len(_RANGE.findall(text)):
            return None
        # Groups of four between the pieces of text: $, letters, $, digits.
        pieces = _CORNER.split(text)
        lines = self._map_lines(set(pieces[self._group :: 5]))
        if lines is None or not _are_cells(pieces):
            return None
        if not lines:
            return formulas
        pieces[self._group :: 5] = [lines.get(line, line) for line in pieces[self._group :: 5]]
        return _with_strings(b"".join(pieces), strings).split(b"\n")

    def _map_lines(self, used: set[bytes]) -> dict[bytes, bytes] | None:
        """Only the lines that move. Corners move by themselves: a range whose end is deleted would not."""
        shift = self._shift
        by = shift.count if shift.inserts else -shift.count
        moved = {}
        for text in used:
            number = self._read(text)
            if number < shift.at:
                continue
            # A whole column's last row stays, too.
            if number < shift.end or max(number, number + by) >= shift.last:
                return None
            moved[text] = b"%d" % (number + by) if shift.axis == "row" else column_letters(number + by).encode("ascii")
        return moved


def _find_gone(shift: LineShift) -> re.Pattern[bytes] | None:
    """Finds corners in deleted lines; None when there are none, or too many to name."""
    if shift.inserts or shift.count > _MAX_NAMED:
        return None
    is_row = shift.axis == "row"
    lines = "|".join(map(str if is_row else column_letters, range(shift.at, shift.end)))
    corner = rf"\$?[A-Z]{{1,3}}\$?(?:{lines})" if is_row else rf"\$?(?:{lines})\$?[0-9]{{1,7}}"
    return re.compile(rf"(?<![A-Z0-9.$]){corner}(?![A-Z0-9.(])".encode("ascii"))


def _column(letters: bytes) -> int:
    return column_number(letters.decode("ascii"))


def _are_cells(pieces: list[bytes]) -> bool:
    """Not names such as TAX2024000."""
    columns = all(_column(letters) <= MAX_COLUMN for letters in set(pieces[2::5]))
    return columns and all(1 <= int(digits) <= MAX_ROW for digits in set(pieces[4::5]))


def _with_strings(text: bytes, strings: list[bytes]) -> bytes:
    if not strings:
        return text
    pieces = text.split(b'""')
    woven = [b""] * (2 * len(pieces) - 1)
    woven[::2] = pieces
    woven[1::2] = strings
    return b"".join(woven)
