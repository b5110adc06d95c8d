"""Charts put into a package, changed and taken out: only their own parts, their drawing and its links change."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.errors import ServiceError
from app.package.cached import find_sheet
from app.package.charts.anchors import write_anchor
from app.package.charts.formulas import SheetFormulas
from app.package.charts.frames import Frame, frames_of
from app.package.charts.given import change_content, new_content, take_anchor
from app.package.charts.model import Anchor
from app.package.charts.read_chart import read_content
from app.package.charts.write_chart import CHART_TYPE, render_chart
from app.package.edit_package import PackageEdit, relationships_of
from app.package.looks.sheet_parts import take_element
from app.package.parts import OFFICE_RELATIONSHIPS, SheetPart
from app.package.structure.related import link_parts
from app.package.structure.sheet import join_sheet, split_sheet
from app.package.xml_bytes import XmlDocument
from app.package.xml_tree import Element, Tree

Step = Mapping[str, Any]

DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_CREATION = "http://schemas.microsoft.com/office/drawing/2014/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_LINK_ID = re.compile(rb"\"rId([0-9]{1,9})\"", re.IGNORECASE)
_OWN_OF_CHARTS = ("chartStyle", "chartColorStyle", "themeOverride", "chartUserShapes")
"""Kinds of parts that belong to one chart alone."""


def change_charts(edit: PackageEdit, steps: Iterable[Step]) -> None:
    """Each step is ``{"do": "chart", "id", "chart"}``: ``chart`` has what is new of it, and is None when it goes."""
    for step in steps:
        found = _find(edit, step["id"])
        given = step["chart"]
        if found is None:
            if given is not None and "range" in given:
                _add(edit, step["id"], given)
        elif given is None:
            _remove(edit, *found)
        else:
            drawing, frame = found
            if "anchor" in given:
                write_anchor(frame.element, take_anchor(given["anchor"]))
            if given.keys() - {"anchor"}:
                _rewrite(edit, _part_of(edit, drawing, frame), given)


def _find(edit: PackageEdit, identity: str) -> tuple[str, Frame] | None:
    """By what Office calls its creation, or by its part."""
    by_part = None
    by_guid: list[tuple[str, Frame]] = []
    for sheet in edit.package.sheets:
        for drawing in _drawings_of(edit, sheet):
            try:
                found = [(frame, _part_of(edit, drawing, frame)) for frame in frames_of(edit.tree(drawing).root)]
            except ServiceError:
                # Damaged: it is carried over as it is, and has nothing that could be asked for.
                continue
            for frame, part in found:
                if frame.guid == identity:
                    by_guid.append((drawing, frame))
                elif part == identity:
                    by_part = by_part or (drawing, frame)
    return by_guid[0] if len(by_guid) == 1 else by_part


def _drawings_of(edit: PackageEdit, sheet: SheetPart) -> list[str]:
    links = relationships_of(sheet.part)
    if not edit.has(links):
        return []
    targets = [_target(sheet.part, link) for link in edit.tree(links).root.elements() if _is(link, "drawing")]
    return [target for target in targets if edit.has(target)]


def _part_of(edit: PackageEdit, drawing: str, frame: Frame) -> str:
    links = relationships_of(drawing)
    for link in edit.tree(links).root.elements() if edit.has(links) else ():
        if link.get("Id") == frame.link:
            return _target(drawing, link)
    return ""


def _is(link: Element, kind: str) -> bool:
    return (link.get("Type") or "").rpartition("/")[2] == kind and link.get("TargetMode") != "External"


def _target(part: str, link: Element) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), link.get("Target") or "")).lstrip("/")


def _add(edit: PackageEdit, identity: str, given: Mapping[str, Any]) -> None:
    content = new_content(given)
    sheet = find_sheet(edit.package, given["range"]["sheet"])
    # 1. The chart.
    part = _free_name(edit, "xl/charts/chart")
    edit.add(part, [render_chart(content, _names(edit))], CHART_TYPE)
    # 2. Its place in the sheet's drawing.
    drawings = _drawings_of(edit, sheet)
    drawing = drawings[0] if drawings else _add_drawing(edit, sheet)
    root = edit.tree(drawing).root
    link = _link(edit, drawing, root.render(), "chart", part)
    root.children.append(_new_anchor(root, identity, link, take_anchor(given["anchor"])))


def _names(edit: PackageEdit) -> Sequence[str]:
    return [sheet.name for sheet in edit.package.sheets]


def _free_name(edit: PackageEdit, stem: str) -> str:
    number = 1
    while edit.has(name := f"{stem}{number}.xml"):
        number += 1
    return name


def _link(edit: PackageEdit, part: str, content: bytes, kind: str, target: str) -> str:
    """A new relationship of a part with such a content; gives its id."""
    links = relationships_of(part)
    if not edit.has(links):
        edit.add(links, [_HEAD, f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode()], None)
    root = edit.tree(links).root
    # Nor one that leads nowhere yet: something that lost its part would get this one.
    used = [int(match[1]) for raw in (root.render(), content) for match in _LINK_ID.finditer(raw)]
    identity = f"rId{max(used, default=0) + 1}"
    root.add("Relationship", Id=identity, Type=f"{OFFICE_RELATIONSHIPS}/{kind}", Target=f"/{target}")
    return identity


def _add_drawing(edit: PackageEdit, sheet: SheetPart) -> str:
    drawing = _free_name(edit, "xl/drawings/drawing")
    root = f'<xdr:wsDr xmlns:xdr="{_DRAWING}" xmlns:a="{_MAIN}"></xdr:wsDr>'
    edit.add(drawing, [_HEAD, root.encode()], DRAWING_TYPE)
    document = XmlDocument.decode(edit.read(sheet.part))
    head, prefix, rows, tail = split_sheet(document.data)
    link = _link(edit, sheet.part, tail, "drawing", drawing)
    rest = Tree(head + b"<" + prefix + b"sheetData/>" + tail)
    element = take_element(rest.root, "drawing")
    element.is_empty = True
    # The prefix may be another one here: the namespace is said again.
    element.attributes = f' xmlns:r="{OFFICE_RELATIONSHIPS}" r:id="{link}"'.encode()
    edit.put(sheet.part, document.encode(join_sheet(rest, rows)))
    return drawing


def _new_anchor(root: Element, identity: str, link: str, anchor: Anchor) -> Element:
    used = [int(text) for each in root.walk() if each.local == "cNvPr" and (text := each.get("id") or "").isdecimal()]
    number = max(used, default=1) + 1
    prefix = root.prefix
    element = Element(prefix + (b"oneCellAnchor" if anchor.end is None else b"twoCellAnchor"))
    write_anchor(element, anchor)
    frame = (
        f'<graphicFrame macro=""><nvGraphicFramePr><cNvPr id="{number}" name="Chart {number - 1}">'
        f'<a:extLst xmlns:a="{_MAIN}"><a:ext uri="{{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}}">'
        f'<a16:creationId xmlns:a16="{_CREATION}" id="{{{identity.upper()}}}"/></a:ext></a:extLst></cNvPr>'
        "<cNvGraphicFramePr/></nvGraphicFramePr>"
        f'<xfrm><a:off xmlns:a="{_MAIN}" x="0" y="0"/><a:ext xmlns:a="{_MAIN}" cx="0" cy="0"/></xfrm>'
        f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" xmlns:r="{OFFICE_RELATIONSHIPS}" r:id="{link}"/>'
        "</a:graphicData></a:graphic></graphicFrame>"
    ).encode()
    element.children.append(_prefixed(Tree(frame).root, prefix))
    element.children.append(Element(prefix + b"clientData", is_empty=True))
    return element


def _prefixed(element: Element, prefix: bytes) -> Element:
    """The drawing's own elements get the prefix that it has for them."""
    for each in element.walk():
        if b":" not in each.name:
            each.name = prefix + each.name
    return element


def _rewrite(edit: PackageEdit, part: str, given: Mapping[str, Any]) -> None:
    """Another kind or title."""
    root = edit.tree(part).root
    content = change_content(read_content(root, SheetFormulas(edit.package), {}), given)
    if content.source is None:
        # Refused when it was asked for: a file that can't be saved any more would be worse than an old title.
        return
    new = Tree(render_chart(content, _names(edit))).root
    root.name, root.attributes, root.children = new.name, new.attributes, new.children


def _remove(edit: PackageEdit, drawing: str, frame: Frame) -> None:
    part = _part_of(edit, drawing, frame)
    frame.parent.remove(frame.own)
    edit.tree(relationships_of(drawing)).root.remove_all(lambda link: link.get("Id") == frame.link)
    for kind in _OWN_OF_CHARTS:
        for own in link_parts(edit.package, part, kind):
            edit.remove(own)
    edit.remove(part)
