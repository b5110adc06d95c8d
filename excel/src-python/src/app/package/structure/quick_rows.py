"""Blocks of rows of a plain sheet under a change: a few calls of C code for thousands of cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from app.package.addresses import column_letters, column_number
from app.package.structure.lines import LineShift

RewriteFormulas = Callable[[list[bytes]], list[bytes]]
"""The XML texts of many formulas, rewritten."""

# Large enough that the calls do not count, small enough for the lists that a block is split into.
_BLOCK_BYTES = 1 << 18
_NUMBER = re.compile(rb'(<row r="|<c r="[A-Z]{1,3})([0-9]{1,7})"')
_ROW = b'<row r="'
_LETTERS = re.compile(rb'<c r="([A-Z]{1,3})([0-9]+")')
_FORMULA = re.compile(rb"<f>([^<]*)</f>")
_SPANS = re.compile(rb'(<row\s[^>]*?)\s+spans="[^"]*"')
_STYLE = re.compile(rb'[^>]*?\ss="([0-9]+)"')


def split_blocks(content: bytes, row_start: bytes) -> Iterator[bytes]:
    """Whole rows, a quarter of a megabyte at a time."""
    start = 0
    while start < len(content):
        end = content.find(row_start, start + _BLOCK_BYTES)
        end = len(content) if end < 0 else end
        yield content[start:end]
        start = end


class QuickRows:
    """For rows and cells whose first attribute is their address, and formulas without attributes."""

    def __init__(self, rewrite: RewriteFormulas, shift: LineShift | None) -> None:
        self._rewrite = rewrite
        self._shift = shift
        self.last_row = 0
        """The number of the last row that was seen."""

    def rewrite(self, block: bytes) -> bytes | None:
        """None: it is not of the plain kind, or the change happens inside of it."""
        if not _is_plain(block):
            return None
        last = block.rindex(_ROW) + len(_ROW)
        last_row = int(block[last : block.index(b'"', last)])
        shift = self._shift
        moved: bytes | None = block
        if shift is not None:
            moved = self._move_rows(block, shift) if shift.axis == "row" else self._move_columns(block, shift)
        if moved is not None:
            moved = self._rewrite_formulas(moved)
            self.last_row = last_row
        return moved

    def _rewrite_formulas(self, block: bytes) -> bytes:
        pieces = _FORMULA.split(block)
        formulas = pieces[1::2]
        if not formulas or (rewritten := self._rewrite(formulas)) == formulas:
            return block
        pieces[1::2] = [b"<f>%s</f>" % formula for formula in rewritten]
        return b"".join(pieces)

    def _move_rows(self, block: bytes, shift: LineShift) -> bytes | None:
        pieces = _NUMBER.split(block)
        if len(pieces) // 3 != block.count(_ROW) + block.count(b"<c "):
            return None
        numbers = {digits: int(digits) for digits in set(pieces[2::3])}
        low, high = min(numbers.values()), max(numbers.values())
        # What is inserted looks like the row above: that one is copied elsewhere.
        if high < shift.at - shift.inserts:
            return block
        by = shift.count if shift.inserts else -shift.count
        if low < shift.end or high + by > shift.last:
            return None
        moved = {digits: b'%d"' % (number + by) for digits, number in numbers.items()}
        pieces[2::3] = [moved[digits] for digits in pieces[2::3]]
        return b"".join(pieces)

    def _move_columns(self, block: bytes, shift: LineShift) -> bytes | None:
        pieces = _LETTERS.split(_SPANS.sub(rb"\1", block))
        if len(pieces) // 3 != block.count(b"<c "):
            return None
        numbers = {letters: column_number(letters.decode("ascii")) for letters in set(pieces[1::3])}
        by = shift.count if shift.inserts else -shift.count
        if max(numbers.values(), default=0) + by > shift.last:
            return None
        start_tags = {
            letters: b'<c r="' + column_letters(number + by if number >= shift.end else number).encode("ascii")
            for letters, number in numbers.items()
        }
        changed = {letters for letters, number in numbers.items() if shift.at - shift.inserts <= number < shift.end}
        kept = [pieces[0]]
        for letters, digits, rest in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            if letters not in changed:
                kept += (start_tags[letters], digits, rest)
                continue
            end = _end_of_cell(rest)
            if shift.inserts:
                # What is inserted looks like the cell on its left.
                copies = _copies(rest, digits, range(shift.at, shift.at + shift.count))
                kept += (start_tags[letters], digits, rest[:end], copies)
            kept.append(rest[end:])
        return b"".join(kept)


def _is_plain(block: bytes) -> bool:
    rows = block.count(b"<row")
    return (
        rows > 0
        and rows == block.count(_ROW)
        and block.count(b"<c ") == block.count(b'<c r="')
        and b"<c>" not in block
        and block.count(b"<f") == block.count(b"<f>")
    )


def _end_of_cell(rest: bytes) -> int:
    """Where a cell ends whose text begins behind its address."""
    tag = rest.index(b">")
    return tag + 1 if rest[tag - 1 : tag] == b"/" else rest.index(b"</c>", tag) + len(b"</c>")


def _copies(rest: bytes, digits: bytes, columns: range) -> bytes:
    style = _STYLE.match(rest)
    if style is None or style[1] == b"0":
        return b""
    return b"".join(
        b'<c r="%s%s" s="%s"/>' % (column_letters(column).encode("ascii"), digits[:-1], style[1]) for column in columns
    )
