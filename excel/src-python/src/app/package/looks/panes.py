"""Frozen panes and merged blocks."""

from __future__ import annotations

from collections.abc import Sequence

from app.package.addresses import Rectangle, format_address
from app.package.looks.sheet_parts import take_element
from app.package.structure.sheet_rest import parse_area
from app.package.xml_tree import Element


def freeze(root: Element, rows: int, columns: int) -> None:
    views = take_element(root, "sheetViews")
    view = views.find("sheetView") or views.add("sheetView", workbookViewId=0)
    view.remove_all(lambda child: child.local in ("pane", "selection"))
    if rows == 0 and columns == 0:
        return
    active = "bottomRight" if rows and columns else "bottomLeft" if rows else "topRight"
    pane = Element(view.prefix + b"pane", is_empty=True)
    if columns:
        pane.set("xSplit", str(columns))
    if rows:
        pane.set("ySplit", str(rows))
    # The panes begin behind what is frozen, and so does the view.
    pane.set("topLeftCell", format_address(rows + 1, columns + 1))
    pane.set("activePane", active)
    pane.set("state", "frozen")
    view.set("topLeftCell", None)
    view.children.insert(0, pane)
    view.add("selection", pane=active)


def merge(root: Element, areas: Sequence[Sequence[int]]) -> None:
    """Blocks that they touch are taken apart first."""
    for area in areas:
        unmerge(root, Rectangle(*area))
    merges = take_element(root, "mergeCells")
    for area in areas:
        merges.add("mergeCell", ref=str(Rectangle(*area)))
    merges.set("count", str(len(merges.elements("mergeCell"))))


def unmerge(root: Element, area: Rectangle) -> None:
    merges = root.find("mergeCells")
    if merges is None:
        return
    merges.remove_all(lambda child: (block := parse_area(child.get("ref") or "")) is not None and block.touches(area))
    left = len(merges.elements("mergeCell"))
    if left:
        merges.set("count", str(left))
    else:
        root.remove(merges)
