"""Tables and a sheet's filter, cut with all of their cells and pasted elsewhere."""

from __future__ import annotations

from app.package.addresses import Rectangle
from app.package.edit_package import PackageEdit
from app.package.looks.sheet_parts import take_element
from app.package.parts import OFFICE_RELATIONSHIPS
from app.package.structure.links import link, link_id, links_of
from app.package.structure.related import link_parts
from app.package.structure.sheet_rest import parse_area
from app.package.structure.tables import Table
from app.package.xml_tree import Element

Sheet = tuple[str, Element]
"""Name of its part, and its root."""


def move_tables(edit: PackageEdit, source: Sheet, target: Sheet, block: Rectangle, offset: tuple[int, int]) -> None:
    """``offset``: rows down and columns to the right."""
    (source_part, source_root), (target_part, target_root) = source, target
    for part in link_parts(edit.package, source_part, "table"):
        root = edit.tree(part).root
        table = Table.read(root)
        if table is None or not _holds(block, table.area):
            continue
        for element in root.walk():
            _move(element, offset)
        if source_part != target_part:
            _unlink(edit, source_part, source_root, part)
            parts = take_element(target_root, "tableParts")
            made = parts.add("tablePart")
            identity = link(edit, target_part, "table", part)
            made.attributes += f' xmlns:r="{OFFICE_RELATIONSHIPS}" r:id="{identity}"'.encode()
            parts.set("count", str(len(parts.elements("tablePart"))))
    own = source_root.find("autoFilter")
    area = None if own is None else parse_area(own.get("ref") or "")
    if own is not None and area is not None and source_part == target_part and _holds(block, area):
        for element in (*own.walk(), *(state for state in source_root.elements("sortState") for state in state.walk())):
            _move(element, offset)


def _holds(block: Rectangle, area: Rectangle) -> bool:
    return block.holds((area.top, area.left)) and block.holds((area.bottom, area.right))


def _move(element: Element, offset: tuple[int, int]) -> None:
    area = parse_area(element.get("ref") or "")
    if area is not None:
        down, right = offset
        moved = Rectangle(area.top + down, area.left + right, area.bottom + down, area.right + right)
        element.set("ref", str(moved))


def _unlink(edit: PackageEdit, sheet_part: str, root: Element, part: str) -> None:
    identities = {each.id for each in edit.package.relationships(sheet_part) if each.target == part}
    links_of(edit, sheet_part).remove_all(lambda each: (each.get("Id") or "") in identities)
    parts = root.find("tableParts")
    if parts is None:
        return
    parts.remove_all(lambda each: (found := link_id(each)) is not None and found[1] in identities)
    left = len(parts.elements("tablePart"))
    parts.set("count", str(left))
    if left == 0:
        root.remove(parts)
