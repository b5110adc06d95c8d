"""Cell addresses: ``A1`` text to (row, column) and back. Rows and columns count from 1."""

from __future__ import annotations

from typing import NamedTuple

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_columns: dict[str, int] = {}
_DIGITS = "0123456789"


def column_number(letters: str) -> int:
    """``A`` → 1, ``XFD`` → 16384; either case."""
    number = _columns.get(letters)
    if number is None:
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - 64
        _columns[letters] = number
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def parse_address(address: str) -> tuple[int, int]:
    """``B7`` → (7, 2). Raises ValueError for anything else."""
    letters = address.rstrip(_DIGITS)
    return int(address[len(letters) :]), column_number(letters)


def format_address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


class Rectangle(NamedTuple):
    """A block of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, reference: str) -> Rectangle:
        """``A1:B3`` or ``A1``. Raises ValueError for anything else."""
        first, _, last = reference.replace("$", "").partition(":")
        top, left = parse_address(first)
        bottom, right = parse_address(last or first)
        return cls(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def holds(self, cell: tuple[int, int]) -> bool:
        return self.top <= cell[0] <= self.bottom and self.left <= cell[1] <= self.right

    def touches(self, other: Rectangle) -> bool:
        return (
            self.top <= other.bottom
            and self.bottom >= other.top
            and self.left <= other.right
            and self.right >= other.left
        )

    def __str__(self) -> str:
        first = format_address(self.top, self.left)
        last = format_address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def area(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def cells(self) -> list[tuple[int, int]]:
        rows = range(self.top, self.bottom + 1)
        return [(row, column) for row in rows for column in range(self.left, self.right + 1)]
