"""The cells of charts as strips: points count from 0."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from app.engine.port import CellAddress, Readable, Value
from app.package.addresses import Rectangle
from app.package.charts.model import Area, Data
from app.workbook.cached import CachedCell

Cached = Callable[[CellAddress], CachedCell | None]
"""What is shown in place of a value that the engine can't compute."""

_UNIT = re.compile(r"-?([$€£¥₹₩])?\s*[(-]?[0-9][0-9.,]*\)?\s*([%$€£¥₹₩])?")
_MAX_TEXT = 200
_MAX_NAME_CELLS = 8
_LARGE = 10_000


class Strip:
    """Areas one after the other, each row by row."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self.areas = areas
        self._count = sum(area.area for _, area in areas)

    def __len__(self) -> int:
        return self._count

    def place(self, index: int) -> tuple[int, int, int]:
        """Sheet, row and column."""
        for sheet, area in self.areas:
            if index < area.area:
                row, column = divmod(index, area.right - area.left + 1)
                return sheet, area.top + row, area.left + column
            index -= area.area
        raise IndexError(index)

    def cells(self, indices: Sequence[int]) -> Iterator[tuple[int, list[int], list[int]]]:
        """Sheet, rows and columns of points, many at once; the points of several areas have to be in order."""
        first = 0
        for sheet, area in self.areas:
            end, width = first + area.area, area.right - area.left + 1
            inside = indices if len(self.areas) == 1 else [index for index in indices if first <= index < end]
            if width == 1:
                yield sheet, [area.top - first + index for index in inside], [area.left] * len(inside)
            else:
                rows = [area.top + (index - first) // width for index in inside]
                yield sheet, rows, [area.left + (index - first) % width for index in inside]
            first = end


class ChartCells:
    """Reads what charts show."""

    def __init__(self, cells: Readable, cached: Cached | None, *, with_hidden: bool) -> None:
        self._cells = cells
        self._cached = cached
        self._with_hidden = with_hidden
        self._used = cells.sheets()
        self._hidden: dict[tuple[str, int, int], bool] = {}

    def strip(self, data: Data) -> Strip:
        return Strip([(sheet, self._cut(sheet, area)) for sheet, area in data.areas])

    def _cut(self, sheet: int, area: Rectangle) -> Rectangle:
        """What was meant as whole columns ends where the sheet does; of others the empty cells count."""
        if area.area <= _LARGE:
            return area
        used = self._used[sheet]
        bottom, right = max(area.top, min(area.bottom, used.rows)), max(area.left, min(area.right, used.columns))
        return Rectangle(area.top, area.left, bottom, right)

    def values(self, strip: Strip, data: Data, indices: Sequence[int]) -> list[Value]:
        """What the engine can't compute is what the chart remembers, or else the number that the cell shows."""
        found: list[Value] = []
        for sheet, rows, columns in strip.cells(indices):
            found += self._cells.values_of(sheet, rows, columns)
        if self._cached is not None:
            for position, index in enumerate(indices):
                cached = self._cached(strip.place(index))
                if cached is not None:
                    found[position] = data.fixed[index] if index < len(data.fixed) else _read_number(cached.text)
        return found

    def unit(self, strip: Strip) -> str:
        """``%`` or a currency's sign, where the first cells show their numbers so; before the number with a space."""
        places = [strip.place(index) for index in range(min(len(strip), _MAX_NAME_CELLS))]
        for sheet, row, column in places:
            if match := _UNIT.fullmatch(self._texts(sheet, [(row, column)])[0].strip()):
                return f"{match[1]} " if match[1] else match[2] or ""
        return ""

    def _texts(self, sheet: int, cells: Sequence[tuple[int, int]]) -> list[str]:
        texts = self._cells.texts(sheet, cells)
        if self._cached is None:
            return texts
        return [
            text if (cached := self._cached((sheet, *cell))) is None else cached.text
            for cell, text in zip(cells, texts, strict=True)
        ]

    def is_hidden(self, strip: Strip, index: int) -> bool:
        """Points in hidden rows and columns are not drawn, so that a filter filters the chart."""
        if self._with_hidden or index >= len(strip):
            return False
        sheet, row, column = strip.place(index)
        return self._is_line_hidden("row", sheet, row) or self._is_line_hidden("column", sheet, column)

    def _is_line_hidden(self, by: str, sheet: int, index: int) -> bool:
        key = (by, sheet, index)
        if key not in self._hidden:
            size = self._cells.row_height if by == "row" else self._cells.column_width
            self._hidden[key] = size(sheet, index) == 0
        return self._hidden[key]

    def text(self, data: Data | None) -> str:
        """Of a name or a title: one cell, or a few."""
        if data is None:
            return ""
        if not data.areas:
            return " ".join(str(value) for value in data.fixed if value is not None)[:_MAX_TEXT]
        sheet, area = data.areas[0]
        texts = self._texts(sheet, self._cut(sheet, area).cells()[:_MAX_NAME_CELLS])
        return " ".join(text for text in texts if text)[:_MAX_TEXT]

    def labels(self, data: Data | None, indices: Sequence[int]) -> list[str]:
        """Of points. Without categories they are counted."""
        if data is None or (not data.areas and not data.fixed):
            return [str(index + 1) for index in indices]
        if not data.areas:
            return [_shorten(data.fixed[index]) if index < len(data.fixed) else "" for index in indices]
        strip = self.strip(data)
        levels = _levels(strip)
        count = len(strip) // levels
        return [self._label(strip, levels, index) if index < count else "" for index in indices]

    def _label(self, strip: Strip, levels: int, index: int) -> str:
        """Categories in several levels are said from the outer to the inner."""
        if levels == 1:
            sheet, row, column = strip.place(index)
            return _shorten(self._texts(sheet, [(row, column)])[0])
        sheet, area = strip.areas[0]
        by_rows = area.bottom - area.top >= area.right - area.left
        cells = [
            (area.top + index, area.left + level) if by_rows else (area.top + level, area.left + index)
            for level in range(levels)
        ]
        return _shorten(" · ".join(text for text in self._texts(sheet, cells) if text))


def _read_number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def _levels(strip: Strip) -> int:
    if len(strip.areas) != 1:
        return 1
    [(_, area)] = strip.areas
    return min(area.bottom - area.top, area.right - area.left) + 1


def _shorten(value: object) -> str:
    return "" if value is None else str(value)[:_MAX_TEXT]
