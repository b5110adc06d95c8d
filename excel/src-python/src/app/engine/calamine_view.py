"""Read-only view by calamine, of formats that the engine does not know and files that it can't open."""

from __future__ import annotations

import datetime
import math
import re
import zipfile
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetVisibleEnum,
)

from app.engine.guard import describe, is_panic
from app.engine.port import CellError, CellKind, CellLook, Sheet, Value
from app.engine.trial import survives
from app.errors import ServiceError

# calamine holds a sheet as one dense block of 32 bytes a cell, from the first to the last cell in use; a single cell at
# XFD1048576 makes it ask for 550 GB, and the process is aborted.
_MAX_DENSE_CELLS = 20_000_000
_PACKAGES = {".xlsx", ".xlsm"}
_CELL_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]+)"')
_BLOCK_BYTES = 1 << 20
_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}

RawCell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


class CalamineView:
    """Values as stored in the file, without formats."""

    def __init__(self, path: Path, name: str) -> None:
        """``name`` is for messages. Raises PASSWORD_PROTECTED, FILE_TOO_LARGE, NOT_A_WORKBOOK."""
        if path.suffix.lower() in _PACKAGES:
            _refuse_huge_sheets(path, name)
        elif not survives(lambda: _read(path)):
            raise ServiceError(
                "NOT_A_WORKBOOK",
                f"{name} can't be read as a workbook: it claims more than a computer's memory holds, or has no end. "
                "Look for an older copy of it.",
            )
        try:
            self._sheets, metadata = _read(path)
        except PasswordError as error:
            raise ServiceError(
                "PASSWORD_PROTECTED",
                f"{name} is protected by a password. Remove the password in Excel, and open it again.",
            ) from error
        except (CalamineError, OSError, ValueError) as error:
            raise _unreadable(name, error) from error
        except BaseException as error:
            if not is_panic(error):
                raise
            raise _unreadable(name, error) from error
        if not self._sheets:
            raise ServiceError("NOT_A_WORKBOOK", f"{name} has no sheets in it. Look for an older copy of it.")
        self._visible = [entry.visible == SheetVisibleEnum.Visible for entry in metadata]
        self._rows = lru_cache(maxsize=4)(self._read_rows)

    def sheets(self) -> list[Sheet]:
        return [
            Sheet(sheet.name, visible, None, *_extent(sheet), frozen_rows=0, frozen_columns=0)
            for sheet, visible in zip(self._sheets, self._visible, strict=True)
        ]

    def _read_rows(self, sheet: int) -> list[list[RawCell]]:
        return self._sheets[sheet].to_python(skip_empty_area=True)

    def look(self, sheet: int, row: int, column: int) -> CellLook:
        value = self._value(sheet, row, column)
        return CellLook(_show(value), _kind(value), {})

    def input(self, sheet: int, row: int, column: int) -> str:
        return _show(self._value(sheet, row, column))

    def raw(self, sheet: int, row: int, column: int) -> RawCell:
        """With dates and times as such."""
        return self._value(sheet, row, column)

    def _value(self, sheet: int, row: int, column: int) -> RawCell:
        first_row, first_column = self._sheets[sheet].start or (0, 0)
        at_row, at_column = row - 1 - first_row, column - 1 - first_column
        rows = self._rows(sheet)
        if 0 <= at_row < len(rows) and 0 <= at_column < len(rows[at_row]):
            value = rows[at_row][at_column]
            # A file may hold what no calculation gives; Excel shows it so.
            return "#NUM!" if isinstance(value, float) and not math.isfinite(value) else value
        return ""

    def value(self, sheet: int, row: int, column: int) -> Value:
        value = self._value(sheet, row, column)
        if isinstance(value, bool):
            return value
        if isinstance(value, str):
            return None if value == "" else CellError(value) if value in _ERRORS else value
        return float(value) if isinstance(value, (int, float)) else _show(value)

    def filled(self, sheet: int, area: tuple[int, int, int, int]) -> list[tuple[int, int]]:
        top, left, bottom, right = area
        first_row, first_column = self._sheets[sheet].start or (0, 0)
        return [
            (row, column)
            for row, values in enumerate(self._rows(sheet), first_row + 1)
            if top <= row <= bottom
            for column, value in enumerate(values, first_column + 1)
            if left <= column <= right and value != ""
        ]

    def texts(self, sheet: int, cells: Sequence[tuple[int, int]]) -> list[str]:
        return [_show(self._value(sheet, row, column)) for row, column in cells]

    def filled_columns(self, sheet: int, area: tuple[int, int, int, int]) -> list[tuple[int, list[int]]]:
        found: dict[int, list[int]] = {}
        for row, column in self.filled(sheet, area):
            found.setdefault(column, []).append(row)
        return sorted(found.items())

    def texts_of(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[str]:
        return [_show(self._value(sheet, row, column)) for row, column in zip(rows, columns, strict=True)]

    def contents_of(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[str]:
        return self.texts_of(sheet, rows, columns)

    def values_of(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[Value]:
        return [self.value(sheet, row, column) for row, column in zip(rows, columns, strict=True)]

    def values(self, sheet: int, area: tuple[int, int, int, int]) -> list[Value]:
        return [self.value(sheet, row, column) for row, column in self.filled(sheet, area)]

    def merges(self, _sheet: int) -> list[tuple[int, int, int, int]]:
        return []

    def names(self) -> list[tuple[str, int | None, str]]:
        return []

    def column_width(self, _sheet: int, _column: int) -> float | None:
        return None

    def row_height(self, _sheet: int, _row: int) -> float | None:
        return None

    def hidden_rows(self, _sheet: int, _top: int, _bottom: int) -> list[int]:
        return []


def _extent(sheet: CalamineSheet) -> tuple[int, int]:
    if sheet.end is None:
        return 0, 0
    return sheet.end[0] + 1, sheet.end[1] + 1


def _show(value: RawCell) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def _kind(value: RawCell) -> CellKind:
    if isinstance(value, str):
        if value == "":
            return "empty"
        return "error" if value in _ERRORS else "text"
    return "boolean" if isinstance(value, bool) else "number"


def _unreadable(name: str, error: BaseException) -> ServiceError:
    return ServiceError(
        "NOT_A_WORKBOOK",
        f"{name} can't be read as a workbook ({describe(error)}). "
        "Open it in the program that made it, and save it again.",
    )


def _read(path: Path) -> tuple[list[CalamineSheet], list[SheetMetadata]]:
    workbook = CalamineWorkbook.from_path(path)
    metadata = workbook.sheets_metadata
    sheets = [workbook.get_sheet_by_index(index) for index in range(len(metadata))]
    workbook.close()
    return sheets, metadata


def _refuse_huge_sheets(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    _refuse_huge_sheet(name, package, part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise _unreadable(name, error) from error


def _refuse_huge_sheet(name: str, package: zipfile.ZipFile, part: str) -> None:
    last_row = last_column = 1
    rest = b""
    with package.open(part) as reader:
        while block := reader.read(_BLOCK_BYTES):
            text = rest + block
            for letters, digits in _CELL_REFERENCE.findall(text):
                last_row = max(last_row, int(digits))
                last_column = max(last_column, _column(letters))
            rest = text[-200:]
    if last_row * last_column > _MAX_DENSE_CELLS:
        raise ServiceError(
            "FILE_TOO_LARGE",
            f"{name} has a sheet of {last_row:,} × {last_column:,} cells, more than this view can hold. "
            "Delete the cells far away from the others in Excel, and open it again.",
        )


@lru_cache(maxsize=20_000)
def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
