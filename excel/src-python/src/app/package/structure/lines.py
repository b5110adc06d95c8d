"""Rows or columns inserted or deleted: where everything goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle

Axis = Literal["row", "column"]


@dataclass(frozen=True)
class LineShift:
    """``count`` rows or columns of a sheet, inserted before ``at`` or deleted from it."""

    axis: Axis
    at: int
    count: int
    inserts: bool

    @property
    def last(self) -> int:
        return MAX_ROW if self.axis == "row" else MAX_COLUMN

    @property
    def end(self) -> int:
        """The first line behind what is deleted."""
        return self.at if self.inserts else self.at + self.count

    def line(self, number: int) -> int | None:
        """Where a row or column goes; None when it is deleted, or pushed over the sheet's end."""
        if number < self.at:
            return number
        if self.inserts:
            moved = number + self.count
            return moved if moved <= self.last else None
        return number - self.count if number >= self.end else None

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Where a stretch of lines goes: it grows and shrinks as references do in Excel."""
        if first == 1 and last == self.last:
            return first, last
        if self.inserts:
            first = first + self.count if first >= self.at else first
            last = last + self.count if last >= self.at else last
            return (first, min(last, self.last)) if first <= self.last else None
        if first >= self.at:
            first = max(self.at, first - self.count) if first >= self.end else self.at
        if last >= self.at:
            last = last - self.count if last >= self.end else self.at - 1
        return (first, last) if first <= last else None

    def area(self, area: Rectangle) -> Rectangle | None:
        if self.axis == "row":
            rows = self.span(area.top, area.bottom)
            return None if rows is None else Rectangle(rows[0], area.left, rows[1], area.right)
        columns = self.span(area.left, area.right)
        return None if columns is None else Rectangle(area.top, columns[0], area.bottom, columns[1])

    def cell(self, row: int, column: int) -> tuple[int, int] | None:
        moved = self.line(row if self.axis == "row" else column)
        if moved is None:
            return None
        return (moved, column) if self.axis == "row" else (row, moved)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Where a cell of the changed sheet was before; of an inserted line: the line that was pushed away."""
        number = row if self.axis == "row" else column
        if self.inserts:
            number = number - self.count if number >= self.at + self.count else min(number, self.at)
        elif number >= self.at:
            number += self.count
        return (number, column) if self.axis == "row" else (row, number)

    def cuts(self, area: Rectangle) -> bool:
        """Whether lines are inserted inside of it, or a part of it is deleted, so that its own shape changes."""
        first, last = (area.top, area.bottom) if self.axis == "row" else (area.left, area.right)
        if self.inserts:
            return first < self.at <= last
        return first < self.end and last >= self.at
