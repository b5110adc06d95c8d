"""Finding texts, the edges of blocks of cells, and places by their names."""

from __future__ import annotations

import re
from typing import Any

from app.engine.port import Readable
from app.errors import ServiceError
from app.operations.find import Find, find_in_sheet
from app.operations.take import cell_range
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle, column_number
from app.package.formula_tokens import is_cell

_EVERYWHERE = Rectangle(1, 1, MAX_ROW, MAX_COLUMN)
_PLACE = re.compile(r"\$?([A-Za-z]{0,3})\$?([0-9]{0,7})(?::\$?([A-Za-z]{0,3})\$?([0-9]{0,7}))?")


def find_cells(
    cells: Readable, sheet: int | None, find: Find, after: tuple[int, int, int] | None, limit: int
) -> dict[str, Any]:
    """Row by row from behind ``after``, round the end."""
    sheets = range(len(cells.sheets())) if sheet is None else [sheet]
    found = [(index, *cell) for index in sheets for cell in find_in_sheet(cells, index, find, _EVERYWHERE)]
    if after is not None:
        later = [place for place in found if place > after]
        found = [*later, *found[: len(found) - len(later)]]
    matches = []
    for index, row, column in found[:limit]:
        text = cells.texts_of(index, [row], [column])[0]
        matches.append({"place": {"sheet": index, "row": row, "column": column}, "text": text[:200]})
    return {"matches": matches, "total": len(found)}


def find_edge(cells: Readable, place: tuple[int, int, int], direction: str) -> tuple[int, int, int]:
    """Where Ctrl+Arrow goes."""
    sheet, row, column = place
    along_rows = direction in ("up", "down")
    here, last = (row, MAX_ROW) if along_rows else (column, MAX_COLUMN)
    line = Rectangle(1, column, MAX_ROW, column) if along_rows else Rectangle(row, 1, row, MAX_COLUMN)
    filled = [cell[0] if along_rows else cell[1] for cell in cells.filled(sheet, line)]
    step = 1 if direction in ("down", "right") else -1
    end = last if step == 1 else 1
    ahead = [number for number in filled if (number - here) * step > 0]
    if step == -1:
        ahead.reverse()
    if not ahead:
        target = end
    elif here in filled and ahead[0] == here + step:
        target = ahead[0]
        for number in ahead[1:]:
            if number != target + step:
                break
            target = number
    else:
        target = ahead[0]
    return (sheet, target, column) if along_rows else (sheet, row, target)


def resolve(cells: Readable, sheet: int, text: str) -> dict[str, int]:
    """The ``CellRange`` that a place's name stands for. Raises INVALID_PARAMS."""
    found = _resolve(cells, sheet, text.strip())
    if found is None:
        raise ServiceError(
            "INVALID_PARAMS", f"{text[:60]!r} is no cell, range or name. Type something like B7, A1:C3 or Sheet2!A1."
        )
    return found


def _resolve(cells: Readable, sheet: int, text: str) -> dict[str, int] | None:
    head, mark, tail = text.rpartition("!")
    if mark:
        name = head[1:-1].replace("''", "'") if head.startswith("'") else head
        names = [each.name.lower() for each in cells.sheets()]
        if name.lower() not in names:
            return None
        sheet, text = names.index(name.lower()), tail
    area = _area(text)
    if area is not None:
        return cell_range(sheet, area)
    if mark:
        return None
    # A name of this sheet hides one of the workbook.
    scopes = [sheet, None]
    for scope in scopes:
        for name, own, formula in cells.names():
            if own == scope and name.lower() == text.lower() and "(" not in formula:
                return _resolve(cells, sheet, formula)
    return None


def _area(text: str) -> Rectangle | None:
    match = _PLACE.fullmatch(text)
    if match is None or text == "":
        return None
    first, last = (match[1], match[2]), (match[3], match[4])
    if last == (None, None):
        return Rectangle.parse(text.upper()) if is_cell("".join(first)) else None
    if all((*first, *last)):
        return Rectangle.parse(text.upper()) if is_cell("".join(first)) and is_cell("".join(last)) else None
    return _lines(first, last)


def _lines(first: tuple[str, str], last: tuple[str, str]) -> Rectangle | None:
    """``B:C`` or ``5:6``."""
    if first[0] and last[0] and not first[1] and not last[1]:
        columns = sorted(map(column_number, (first[0], last[0])))
        return Rectangle(1, columns[0], MAX_ROW, columns[1]) if columns[1] <= MAX_COLUMN else None
    if first[1] and last[1] and not first[0] and not last[0]:
        rows = sorted(map(int, (first[1], last[1])))
        return Rectangle(rows[0], 1, rows[1], MAX_COLUMN) if rows[0] >= 1 and rows[1] <= MAX_ROW else None
    return None
