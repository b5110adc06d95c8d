"""What the sheets of a file have around their cells, for plans that move or copy cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.package.addresses import Rectangle
from app.package.cached import find_sheet
from app.package.parts import Package
from app.package.structure.related import link_parts
from app.package.structure.sheet import split_sheet
from app.package.structure.sheet_rest import parse_area, parse_areas
from app.package.structure.tables import Table
from app.package.xml_bytes import XmlDocument
from app.package.xml_tree import Element, Tree

_HIDDEN = re.compile(rb"<(?:[\w.-]+:)?row\s(?=[^>]*?\bhidden=\"(?:1|true)\")[^>]*?\br=\"([0-9]+)\"")
_ATTACHED = {"conditionalFormatting", "dataValidation", "hyperlink", "sparkline"}


@dataclass(frozen=True)
class Surroundings:
    """Of one sheet."""

    attached: tuple[Rectangle, ...]
    """Ranges of validations, conditional formats, links, sparklines; cells with comments."""
    tables: tuple[tuple[str, Rectangle, Rectangle], ...]
    """Name, whole range and body of each table."""
    filter: Rectangle | None
    """The range of the sheet's own filter."""
    filtered: frozenset[int]
    """Rows that are hidden inside of a filter's range: what is done to the range leaves them alone."""

    def touch(self, area: Rectangle) -> bool:
        return any(each.touches(area) for each in self.attached)

    def shown_blocks(self, area: Rectangle) -> list[Rectangle]:
        """The area without the rows that a filter hides."""
        if not any(area.top <= row <= area.bottom for row in self.filtered):
            return [area]
        blocks: list[Rectangle] = []
        top = area.top
        for row in sorted(row for row in self.filtered if area.top <= row <= area.bottom):
            if top < row:
                blocks.append(area._replace(top=top, bottom=row - 1))
            top = row + 1
        if top <= area.bottom:
            blocks.append(area._replace(top=top))
        return blocks


@lru_cache(maxsize=64)
def read_surroundings(path: Path, sheet: int) -> Surroundings:
    """Of a sheet of a file that is never written again."""
    with Package(path) as package:
        part = find_sheet(package, sheet).part
        head, prefix, content, tail = split_sheet(XmlDocument.decode(package.read(part)).data)
        root = Tree(head + b"<" + prefix + b"sheetData/>" + tail).root
        attached = [area for element in root.walk() if element.local in _ATTACHED for area in _areas(element)]
        for comments in link_parts(package, part, "comments"):
            notes = (each.get("ref") for each in Tree(package.read(comments)).root.walk() if each.local == "comment")
            attached += [area for note in notes if note is not None and (area := parse_area(note)) is not None]
        tables = [
            table
            for name in link_parts(package, part, "table")
            if (table := Table.read(Tree(package.read(name)).root)) is not None
        ]
    own = root.find("autoFilter")
    filters = [*_filters(root), *(area for table in tables for area in _filters(table.root))]
    hidden = {int(match[1]) for match in _HIDDEN.finditer(content)} if filters else set()
    return Surroundings(
        tuple(attached),
        tuple((table.name, table.area, table.body) for table in tables),
        None if own is None else parse_area(own.get("ref") or ""),
        frozenset(row for row in hidden if any(area.top < row <= area.bottom for area in filters)),
    )


def _areas(element: Element) -> list[Rectangle]:
    own = element.find("sqref")
    return parse_areas((element.get("sqref") or element.get("ref") or "") if own is None else own.text)


def _filters(root: Element) -> Iterator[Rectangle]:
    """Those that hide rows: a filter without a choice hides none."""
    for element in root.elements("autoFilter"):
        area = parse_area(element.get("ref") or "")
        if area is not None and element.elements("filterColumn"):
            yield area
