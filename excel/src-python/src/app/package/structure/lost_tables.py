"""Tables whose cells are all deleted: they go, as in Excel."""

from __future__ import annotations

import re

from app.errors import ServiceError
from app.package.edit_package import PackageEdit, relationships_of
from app.package.parts import SheetPart
from app.package.structure.related import link_parts
from app.package.structure.sheet import join_sheet, split_sheet
from app.package.structure.tables import Table
from app.package.xml_bytes import XmlDocument, get_attribute
from app.package.xml_tree import Tree


def remove_table(edit: PackageEdit, sheet: SheetPart, part: str, table: Table) -> None:
    """Raises ``STRUCTURE_REFUSED`` when a slicer filters it."""
    refuse_slicers(edit, table, frozenset())
    package = edit.package
    identities = {link.id for link in package.relationships(sheet.part) if link.target == part}
    for query in link_parts(package, part, "queryTable"):
        edit.remove(query)
    edit.remove(part)
    edit.tree(relationships_of(sheet.part)).root.remove_all(lambda link: (link.get("Id") or "") in identities)
    document = XmlDocument.decode(edit.read(sheet.part))
    head, prefix, content, tail = split_sheet(document.data)
    rest = Tree(head + b"<" + prefix + b"sheetData/>" + tail)
    parts = rest.root.find("tableParts")
    if parts is not None:
        parts.remove_all(lambda each: _link_of(each.attributes) in identities)
        left = len(parts.elements("tablePart"))
        parts.set("count", str(left))
        if left == 0:
            rest.root.remove(parts)
    edit.put(sheet.part, document.encode(join_sheet(rest, content)))


def refuse_slicers(edit: PackageEdit, table: Table, removed: frozenset[str]) -> None:
    """``removed``: names of columns; empty: the whole table."""
    for part in link_parts(edit.package, edit.package.workbook_part, "slicerCache"):
        root = edit.tree(part).root
        for source in root.walk():
            if source.local != "tableSlicerCache" or source.get("tableId") != table.root.get("id"):
                continue
            if not removed or (root.get("sourceName") or "").lower() in removed:
                raise ServiceError(
                    "STRUCTURE_REFUSED",
                    f"A slicer filters the table {table.name} ({table.area}). Delete the slicer in Excel first.",
                )


def _link_of(attributes: bytes) -> str | None:
    """``r:id``, whatever the prefix."""
    match = re.search(rb"\s([\w.-]+:id)\s*=", attributes)
    return None if match is None else get_attribute(attributes, match[1])
