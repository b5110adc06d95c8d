"""Conditional formats for whole columns: cut, in the engine's own copy of a file, to what is in use and some more.

The engine evaluates a rule for every cell of its areas, when it loads a file and with each edit: half a minute for 26
columns.
"""

from __future__ import annotations

import re

from app.package.addresses import Rectangle
from app.package.engine_needs import Edit
from app.package.structure.sheet_rest import parse_areas
from app.package.xml_bytes import get_attribute

# Beyond what is in use, for what is typed until the file is read again.
_MORE_ROWS, _MORE_COLUMNS = 1_000, 30
# Smaller areas cost less than a tenth of a second.
_MIN_CELLS = 100_000
_AREAS = re.compile(
    rb"""<(?:[\w.-]+:)?conditionalFormatting\b[^>]*?\ssqref=["'](?P<own>[^"']*)["']|<xm:sqref>(?P<late>[^<]*)<"""
)
_ROW = re.compile(rb"<(?:[\w.-]+:)?row\b([^>]*)>")
_DIMENSION = re.compile(rb"""<(?:[\w.-]+:)?dimension\s[^>]*?ref=["']([A-Z0-9:]+)["']""")


def wide_rules(data: bytes) -> list[Edit]:
    """New areas of rules that reach far beyond the cells of a sheet."""
    if b"conditionalFormatting" not in data:
        return []
    edits: list[Edit] = []
    reach: tuple[int, int] | None = None
    for match in _AREAS.finditer(data):
        group = "own" if match["own"] is not None else "late"
        areas = parse_areas(match[group].decode("utf-8", "replace"))
        if sum(area.area for area in areas) < _MIN_CELLS:
            continue
        if reach is None:
            reach = _reach(data)
        cut = [_cut(area, *reach) for area in areas]
        if cut != areas:
            edits.append((match.span(group), " ".join(map(str, cut)).encode("ascii")))
    return edits


def _cut(area: Rectangle, rows: int, columns: int) -> Rectangle:
    """Its first cell stays: formulas are seen from there."""
    bottom, right = max(area.top, min(area.bottom, rows)), max(area.left, min(area.right, columns))
    return Rectangle(area.top, area.left, bottom, right)


def _reach(data: bytes) -> tuple[int, int]:
    rows = columns = 0
    dimension = _DIMENSION.search(data)
    if dimension is not None:
        _, _, rows, columns = Rectangle.parse(dimension[1].decode("ascii"))
    # The claim may be wrong, and rows may have no numbers.
    last = None
    for last in _ROW.finditer(data, max(0, data.rfind(b"row ") - 40)):  # noqa: B007
        pass
    number = None if last is None else get_attribute(last[1], b"r")
    if number is not None and number.isdecimal():
        rows = int(number)
    return rows + _MORE_ROWS, (columns or _MORE_COLUMNS) + _MORE_COLUMNS
