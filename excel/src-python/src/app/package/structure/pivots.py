"""Pivot tables under inserted and deleted lines and renamed sheets: followed, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.errors import ServiceError
from app.package.addresses import MAX_COLUMN, Rectangle
from app.package.edit_package import PackageEdit
from app.package.parts import SheetPart
from app.package.structure.lines import LineShift
from app.package.structure.related import link_parts, pivot_caches
from app.package.structure.sheet_rest import parse_area
from app.package.xml_tree import Element, Tree

Blocks = list[bytes | memoryview]
_OTHER_WORKBOOK = re.compile(rb"(?:^|[\s:])id\s*=")
# "[Book.xlsx]Sheet!PivotTable1", with or without quotes around workbook and sheet.
_CHART_SOURCE = re.compile(r"(?P<quote>'?)(?P<book>\[[^\]]*\])(?P<sheet>.+)(?P=quote)!(?P<table>[^!]+)")


def change_pivot(raw: bytes, shift: LineShift) -> Blocks | None:
    """A pivot table moves as a whole."""
    tree = Tree(raw)
    location = tree.root.find("location")
    area = None if location is None else parse_area(location.get("ref") or "")
    if location is None or area is None:
        return None
    whole = _with_page_fields(location, area)
    if shift.cuts(whole):
        name = tree.root.get("name") or ""
        raise _refused(f"The pivot table {name} ({whole}) can't be changed in part", "Change it in Excel")
    moved = shift.area(area)
    if moved is None or moved == area:
        return None
    location.set("ref", str(moved))
    return tree.render()


def _with_page_fields(location: Element, area: Rectangle) -> Rectangle:
    """Its filters stand above it, with an empty row between; pairs of columns side by side, with one between."""
    rows, columns = (int(location.get(f"{axis}PageCount") or 0) for axis in ("row", "col"))
    if rows < 1:
        return area
    right = max(area.right, area.left + 3 * max(columns, 1) - 2)
    return Rectangle(max(1, area.top - rows - 1), area.left, area.bottom, min(right, MAX_COLUMN))


def sources_on(root: Element, sheet_name: str) -> Iterator[Element]:
    """What a cache is made of and lies on the sheet of this workbook: ranges, and names of the sheet's own."""
    for source in root.walk():
        if (
            source.local in ("worksheetSource", "rangeSet")
            and (source.get("sheet") or "").lower() == sheet_name.lower()
            and not _OTHER_WORKBOOK.search(source.attributes)
        ):
            yield source


def change_pivot_cache(raw: bytes, sheet_name: str, shift: LineShift) -> Blocks | None:
    """The ranges that a pivot table is made of, when they are on the sheet.

    Its fields stay as they were computed, until Excel refreshes the pivot table: as it does itself.
    """
    tree = Tree(raw)
    changed = False
    for source in sources_on(tree.root, sheet_name):
        area = parse_area(source.get("ref") or "")
        if area is None:
            continue
        moved = shift.area(area)
        if moved is None:
            raise _refused(f"A pivot table is made of {sheet_name}!{area}", "Change its source in Excel first")
        if moved != area:
            source.set("ref", str(moved))
            changed = True
    return tree.render() if changed else None


def rename_chart_source(raw: bytes, old: str, new: str) -> Blocks | None:
    """A chart that is drawn from a pivot table names its sheet beside the workbook that it was made in."""
    if b"pivotSource" not in raw:
        return None
    tree = Tree(raw)
    for source in tree.root.elements("pivotSource"):
        name = source.find("name")
        found = None if name is None else _CHART_SOURCE.fullmatch(name.text)
        if name is None or found is None:
            continue
        quote = found["quote"]
        sheet, renamed = (found["sheet"].replace("''", "'"), new.replace("'", "''")) if quote else (found["sheet"], new)
        if sheet.lower() == old.lower():
            name.text = f"{quote}{found['book']}{renamed}{quote}!{found['table']}"
            return tree.render()
    return None


def _refused(what: str, remedy: str) -> ServiceError:
    return ServiceError("STRUCTURE_REFUSED", f"{what}. {remedy}.")


def pivot_areas(edit: PackageEdit, sheet: SheetPart) -> Iterator[Rectangle]:
    """Where pivot tables are on a sheet, and what any of the workbook is made of there."""
    for part in link_parts(edit.package, sheet.part, "pivotTable"):
        location = edit.tree(part).root.find("location")
        area = None if location is None else parse_area(location.get("ref") or "")
        if location is not None and area is not None:
            yield _with_page_fields(location, area)
    for part in pivot_caches(edit.package):
        for source in sources_on(edit.tree(part).root, sheet.name):
            area = parse_area(source.get("ref") or "")
            if area is not None:
                yield area
