"""Two other readers look for the edit in a saved file: calamine and openpyxl."""

from __future__ import annotations

import datetime
import warnings
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook
from tests.real.compare import Harmed
from tests.real.places import Place

_TIMES = (datetime.date, datetime.time, datetime.timedelta)


def check_by_others(original: Path, saved: Path, place: Place) -> list[str]:
    """Names of the readers that found the edit: one that can't read the original is not asked. Raises Harmed."""
    asked = []
    for name, read in (("calamine", _read_by_calamine), ("openpyxl", _read_by_openpyxl)):
        try:
            found = read(saved, place)
        except BaseException as error:
            if _can_read(read, original, place):
                raise Harmed(f"{name} can't read the saved file: {type(error).__name__}: {error}") from error
            continue
        if not _is_same(found, place.typed):
            raise Harmed(f"{name} finds {found!r} and not the edit {place}")
        asked.append(name)
    return asked


def _can_read(read: object, path: Path, place: Place) -> bool:
    try:
        read(path, place)  # type: ignore[operator]
    except BaseException:
        return False
    return True


def _is_same(found: object, typed: str) -> bool:
    """A date's format makes the number a date: what matters is that something was found."""
    if isinstance(found, _TIMES):
        return True
    return isinstance(found, (int, float)) and abs(float(found) - float(typed)) <= 1e-9 * abs(float(typed))


def _read_by_calamine(path: Path, place: Place) -> object:
    with CalamineWorkbook.from_path(path) as book:
        sheet = book.get_sheet_by_name(place.sheet_name)
        row, column = sheet.start or (0, 0)
        rows = sheet.to_python(skip_empty_area=True)
        return rows[place.row - 1 - row][place.column - 1 - column]


def _read_by_openpyxl(path: Path, place: Place) -> object:
    with warnings.catch_warnings():
        # It tells of what it would lose itself.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    try:
        return book[place.sheet_name].cell(place.row, place.column).value
    finally:
        book.close()
