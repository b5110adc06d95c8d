"""Frozen panes, merged blocks, filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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


def set_filter(root: Element, area: Rectangle | None, choices: Sequence[Mapping[str, Any]]) -> None:
    """The sheet's own filter; the rows are hidden by another step."""
    old = root.find("autoFilter")
    if old is not None:
        root.remove(old)
    if area is None:
        return
    element = take_element(root, "autoFilter")
    element.set("ref", str(area))
    for choice in sorted(choices, key=lambda each: int(each["column"])):
        column = element.add("filterColumn", colId=choice["column"] - area.left)
        filters = column.add("filters")
        if "" in choice["texts"]:
            filters.set("blank", "1")
        for text in choice["texts"]:
            if text:
                filters.add("filter", val=text)


def read_filter(root: Element) -> tuple[Rectangle, list[tuple[int, list[str]]]] | None:
    """The range of a sheet's filter, and (column from 0, texts) of those of its columns that list texts."""
    element = root.find("autoFilter")
    area = None if element is None else parse_area(element.get("ref") or "")
    if element is None or area is None:
        return None
    choices = []
    for column in element.elements("filterColumn"):
        filters = column.find("filters")
        if filters is not None:
            texts = [each.get("val") or "" for each in filters.elements("filter")]
            blank = [""] if filters.get("blank") in ("1", "true") else []
            choices.append((int(column.get("colId") or 0), [*blank, *texts]))
    return area, choices
