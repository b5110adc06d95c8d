"""What IronCalc says of many cells at once: one guarded call for thousands of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

from ironcalc import WorkbookError

from app.engine.guard import guarded
from app.engine.ironcalc_sheets import IronCalcSheets
from app.engine.number_text import is_certain
from app.engine.port import CellAddress, Value
from app.engine.readings import is_date_content

# What the engine reads from a formula without a stored value. Excel has no such error, so no file means it.
_NO_CACHED_VALUE = "#ERROR!"


class IronCalcRanges(IronCalcSheets):
    """See `app.engine.port.Engine` for the methods that are not told here."""

    def texts(self, sheet: int, cells: Sequence[tuple[int, int]]) -> list[str]:
        return self.texts_of(sheet, [row for row, _ in cells], [column for _, column in cells])

    @guarded
    def texts_of(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[str]:
        try:
            found = list(map(self._model.get_formatted_cell_value, repeat(sheet), rows, columns))
        except WorkbookError:
            found = []
        if not found:
            return [self._text(sheet, row, column) for row, column in zip(rows, columns, strict=True)]
        values = map(self._model.get_cell_value, repeat(sheet), rows, columns)
        for index, (text, value) in enumerate(zip(found, values, strict=False)):
            if isinstance(value, float) and not is_certain(text, value):
                found[index] = self._text(sheet, rows[index], columns[index])
        return found

    @guarded
    def contents_of(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[str]:
        found = list(map(self._model.get_cell_content, repeat(sheet), rows, columns))
        for index, text in enumerate(found):
            if text.startswith("'") or is_date_content(text):
                found[index] = self.input(sheet, rows[index], columns[index]).removeprefix("'")
        return found

    @guarded
    def values(self, sheet: int, area: tuple[int, int, int, int]) -> list[Value]:
        if _is_wide(area):
            cells = self._filled(sheet, area)
            found = self.values_of(sheet, [row for row, _ in cells], [column for _, column in cells])
        else:
            found = []
            for column, rows in self._filled_parts(sheet, area):
                found += self.values_of(sheet, rows, [column] * len(rows))
        return [value for value in found if value is not None]

    @guarded
    def values_of(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[Value]:
        found: list[Value] = list(map(self._model.get_cell_value, repeat(sheet), rows, columns))
        if not any(isinstance(value, str) and value.startswith("#") for value in found):
            return found
        return [self.value(sheet, row, column) for row, column in zip(rows, columns, strict=True)]

    def _read(self, sheet: int, column: int, rows: list[int]) -> list[bool | float | str | None]:
        return list(map(self._model.get_cell_value, repeat(sheet), rows, repeat(column)))

    @guarded
    def filled(self, sheet: int, area: tuple[int, int, int, int]) -> list[tuple[int, int]]:
        value = self._model.get_cell_value
        return sorted(cell for cell in self._filled(sheet, area) if value(sheet, *cell) is not None)

    def _filled(self, sheet: int, area: tuple[int, int, int, int]) -> list[tuple[int, int]]:
        """Along the shorter side; cells that only have a style are among them."""
        model = self._model
        top, left, bottom, right = area
        if not _is_wide(area):
            return [(row, column) for column, rows in self._filled_parts(sheet, area) for row in rows]
        first_row, last_row, _, _ = model.get_sheet_dimensions(sheet)
        return [
            (row, column)
            for row in range(max(top, first_row), min(bottom, last_row) + 1)
            for column in model.get_columns_with_data(sheet, row)
            if left <= column <= right
        ]

    @guarded
    def filled_columns(self, sheet: int, area: tuple[int, int, int, int]) -> list[tuple[int, list[int]]]:
        return [(column, rows) for column, rows in self._filled_parts(sheet, area) if rows]

    def _filled_parts(self, sheet: int, area: tuple[int, int, int, int]) -> Iterator[tuple[int, list[int]]]:
        model = self._model
        top, left, bottom, right = area
        first_row, last_row, first_column, last_column = model.get_sheet_dimensions(sheet)
        is_whole = top <= first_row and last_row <= bottom
        for column in range(max(left, first_column), min(right, last_column) + 1):
            rows = model.get_rows_with_data(sheet, column)
            yield column, rows if is_whole else [row for row in rows if top <= row <= bottom]

    def cells(self, sheet: int) -> Iterator[tuple[int, int, Value]]:
        first_row, last_row = self._row_range(sheet)
        for row in range(first_row, last_row + 1):
            for column in self._columns_with_data(sheet, row):
                value = self.value(sheet, row, column)
                if value is not None:
                    yield row, column, value

    @guarded
    def _row_range(self, sheet: int) -> tuple[int, int]:
        first_row, last_row, _, _ = self._model.get_sheet_dimensions(sheet)
        return first_row, last_row

    @guarded
    def _columns_with_data(self, sheet: int, row: int) -> list[int]:
        return self._model.get_columns_with_data(sheet, row)

    def differing_cells(self, stored: IronCalcRanges) -> list[CellAddress]:
        """Cells that ``stored``, the same workbook, has another value for, other than 0 and nothing."""
        return self.compare(stored)[0]

    @guarded
    def compare(self, stored: IronCalcRanges) -> tuple[list[CellAddress], list[CellAddress]]:
        """Cells that ``stored``, the same workbook, has another value for: 0.2 s for a million cells.

        Those where it has 0 or nothing come second: that is what writers store who do not calculate.
        """
        differing: list[CellAddress] = []
        zeros: list[CellAddress] = []
        # A spill that shrank leaves cells that only the file has.
        for sheet, column, rows in stored._filled_columns():
            computed, cached = self._read(sheet, column, rows), stored._read(sheet, column, rows)
            if computed == cached:
                continue
            for row, value, now in zip(rows, cached, computed, strict=True):
                if value is not None and value not in (now, _NO_CACHED_VALUE):
                    (differing if value else zeros).append((sheet, row, column))
        return differing, zeros

    @guarded
    def count_agreeing(self, stored: IronCalcRanges, limit: int) -> int:
        """Formulas for which ``stored`` has the same value, other than 0 and nothing; counted up to ``limit``."""
        read = self._model.get_cell_formula
        count = 0
        for sheet, column, rows in self._filled_columns():
            computed, cached = self._read(sheet, column, rows), stored._read(sheet, column, rows)
            for row, value, now in zip(rows, cached, computed, strict=True):
                if value and value == now and read(sheet, row, column) is not None:
                    count += 1
                    if count >= limit:
                        return count
        return count

    def _filled_columns(self) -> Iterator[tuple[int, int, list[int]]]:
        """(sheet, column, rows that hold something)."""
        model = self._model
        for sheet in range(len(model.get_worksheets_properties())):
            _, _, first, last = model.get_sheet_dimensions(sheet)
            for column in range(first, last + 1):
                yield sheet, column, model.get_rows_with_data(sheet, column)


def _is_wide(area: tuple[int, int, int, int]) -> bool:
    """Read row by row: more columns than rows."""
    top, left, bottom, right = area
    return bottom - top < right - left
