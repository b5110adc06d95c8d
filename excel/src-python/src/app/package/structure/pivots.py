"""Pivot tables under inserted and deleted lines: moved, or the reason why not."""

from __future__ import annotations

from app.errors import ServiceError
from app.package.structure.lines import LineShift
from app.package.structure.sheet_rest import parse_area
from app.package.xml_tree import Tree

Blocks = list[bytes | memoryview]


def change_pivot(raw: bytes, shift: LineShift) -> Blocks | None:
    """A pivot table moves as a whole."""
    tree = Tree(raw)
    location = tree.root.find("location")
    area = None if location is None else parse_area(location.get("ref") or "")
    if location is None or area is None:
        return None
    if shift.cuts(area):
        name = tree.root.get("name") or ""
        raise _refused(f"The pivot table {name} ({area}) can't be changed in part", "Change it in Excel")
    moved = shift.area(area)
    if moved is None or moved == area:
        return None
    location.set("ref", str(moved))
    return tree.render()


def change_pivot_cache(raw: bytes, sheet_name: str, shift: LineShift) -> Blocks | None:
    """The range that a pivot table is made of, when it is on the sheet.

    Its fields stay as they were computed, until Excel refreshes the pivot table: as it does itself.
    """
    tree = Tree(raw)
    for source in tree.root.walk():
        if source.local != "worksheetSource" or (source.get("sheet") or "").lower() != sheet_name.lower():
            continue
        area = parse_area(source.get("ref") or "")
        if area is None:
            return None
        moved = shift.area(area)
        if moved is None:
            raise _refused(f"A pivot table is made of {sheet_name}!{area}", "Change its source in Excel first")
        if moved == area:
            return None
        source.set("ref", str(moved))
        return tree.render()
    return None


def _refused(what: str, remedy: str) -> ServiceError:
    return ServiceError("STRUCTURE_REFUSED", f"{what}. {remedy}.")
