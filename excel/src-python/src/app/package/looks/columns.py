"""``<cols>``: properties of whole columns, one entry for neighbours that are alike."""

from __future__ import annotations

import copy
from collections.abc import Callable

from app.package.addresses import MAX_COLUMN
from app.package.xml_bytes import set_attribute
from app.package.xml_tree import Element


def change_columns(root: Element, first: int, last: int, change: Callable[[Element, int], None]) -> None:
    """Calls ``change`` with an entry for each column of a sheet's tree, and its number."""
    entries: dict[int, Element] = {}
    columns = root.find("cols")
    if columns is None:
        columns = Element(root.prefix + b"cols")
        place = next(
            index
            for index, child in enumerate(root.children)
            if isinstance(child, Element) and child.local == "sheetData"
        )
        root.children.insert(place, columns)
    for entry in columns.elements("col"):
        start, end = int(entry.get("min") or 1), min(int(entry.get("max") or 1), MAX_COLUMN)
        entries.update((column, entry) for column in range(start, end + 1))
    for column in range(first, last + 1):
        entry = copy.copy(entries[column]) if column in entries else _new(root, columns)
        change(entry, column)
        entries[column] = entry
    columns.children = [*_joined(entries)]


def _new(root: Element, columns: Element) -> Element:
    properties = root.find("sheetFormatPr")
    width = None if properties is None else properties.get("defaultColWidth")
    new = Element(columns.prefix + b"col", is_empty=True)
    # Excel wants a width where there is an entry.
    new.set("width", width or "9.140625")
    return new


def _joined(entries: dict[int, Element]) -> list[Element]:
    joined: list[Element] = []
    rest: tuple[bytes, ...] = ()
    for column, entry in sorted(entries.items()):
        attributes = set_attribute(set_attribute(entry.attributes, b"min", None), b"max", None)
        own = tuple(sorted(attributes.split()))
        if joined and own == rest and int(joined[-1].get("max") or 0) == column - 1:
            joined[-1].set("max", str(column))
            continue
        made = Element(entry.name, is_empty=True)
        made.set("min", str(column))
        made.set("max", str(column))
        made.attributes += b" " + attributes.strip()
        joined.append(made)
        rest = own
    return joined
