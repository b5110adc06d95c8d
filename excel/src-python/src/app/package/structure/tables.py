"""Tables and pivot tables under inserted and deleted lines: moved, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import ServiceError
from app.package.addresses import Rectangle
from app.package.structure.lines import LineShift
from app.package.structure.sheet_rest import parse_area
from app.package.xml_tree import Element, Tree

Blocks = list[bytes | memoryview]


def change_table(raw: bytes, rewrite: Callable[[str], str], shift: LineShift | None) -> Blocks | None:
    """Raises ``STRUCTURE_REFUSED`` when its columns, its header or its totals would change."""
    tree = Tree(raw)
    before = tree.root.render()
    if shift is not None:
        _check_table(tree.root, shift)
        for element in tree.root.walk():
            reference = element.get("ref")
            area = None if reference is None else parse_area(reference)
            if area is not None and (moved := shift.area(area)) is not None and moved != area:
                element.set("ref", str(moved))
    for element in tree.root.walk():
        if element.local in ("calculatedColumnFormula", "totalsRowFormula"):
            text = element.text
            if (rewritten := rewrite(text)) != text:
                element.text = rewritten
    return tree.render() if tree.root.render() != before else None


def _check_table(table: Element, shift: LineShift) -> None:
    area = parse_area(table.get("ref") or "")
    if area is None or not shift.cuts(area):
        return
    name = table.get("displayName") or table.get("name") or ""
    if shift.area(area) is None:
        raise _refused(f"The table {name} ({area}) would be deleted as a whole", "Convert it to a range in Excel first")
    if shift.axis == "column":
        raise _refused(f"The columns of the table {name} ({area}) can't be changed here yet", "Do it in Excel")
    if shift.inserts:
        return
    header = int(table.get("headerRowCount") or 1)
    totals = int(table.get("totalsRowCount") or 0)
    body = Rectangle(area.top + header, area.left, area.bottom - totals, area.right)
    if shift.at < body.top or shift.end - 1 > body.bottom:
        raise _refused(
            f"The header or totals row of the table {name} ({area}) would be deleted", "Delete rows below it"
        )
    if shift.at <= body.top and shift.end - 1 >= body.bottom:
        raise _refused(f"The table {name} ({area}) would lose all of its rows", "Leave one of them")


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
    """The range that a pivot table is made of, when it is on the sheet."""
    tree = Tree(raw)
    for source in tree.root.walk():
        if source.local != "worksheetSource" or (source.get("sheet") or "").lower() != sheet_name.lower():
            continue
        area = parse_area(source.get("ref") or "")
        if area is None:
            return None
        moved = shift.area(area)
        header_goes = shift.axis == "row" and not shift.inserts and shift.at <= area.top < shift.end
        if moved is None or header_goes or (shift.axis == "column" and shift.cuts(area)):
            raise _refused(f"A pivot table is made of {sheet_name}!{area}", "Change its source in Excel first")
        if moved == area:
            return None
        source.set("ref", str(moved))
        return tree.render()
    return None


def _refused(what: str, remedy: str) -> ServiceError:
    return ServiceError("STRUCTURE_REFUSED", f"{what}. {remedy}.")
