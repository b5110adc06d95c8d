"""The places of charts in a drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.package.charts.anchors import ANCHORS, read_anchor
from app.package.charts.model import Anchor
from app.package.xml_bytes import ATTRIBUTE
from app.package.xml_tree import Element

_GUID = re.compile(r"\{([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}")


@dataclass(frozen=True)
class Frame:
    """One chart: its anchor, and the link of the drawing that leads to its part."""

    link: str
    guid: str | None
    """What Office calls its ``creationId``, in lower case."""
    name: str
    """The drawing's own name for it, such as ``Chart 1``."""
    anchor: Anchor
    element: Element
    """That is the anchor."""
    parent: Element
    """What to remove ``own`` from when the chart goes."""
    own: Element


def frames_of(root: Element) -> Iterator[Frame]:
    """Of the drawing's root, in its order."""
    for top in root.elements():
        for _, anchor in _descend(root, top):
            place = read_anchor(anchor) if anchor.local in ANCHORS else None
            if place is None:
                continue
            for parent, frame in _descend(anchor, anchor):
                link = _link_of(frame) if frame.local == "graphicFrame" else None
                if link is None:
                    continue
                own = (parent, frame) if parent.local == "grpSp" else (root, top)
                guid, name = _identity(frame)
                yield Frame(link, guid, name, place, anchor, *own)


def _descend(parent: Element, element: Element) -> Iterator[tuple[Element, Element]]:
    """With parents. What is there for programs that don't know the first choice is left out."""
    yield parent, element
    for child in element.elements():
        if child.local != "Fallback":
            yield from _descend(element, child)


def _link_of(frame: Element) -> str | None:
    for element in frame.walk():
        if element.local == "chart":
            return attribute_of(element, b"id")
    return None


def attribute_of(element: Element, local: bytes) -> str | None:
    """By its name without the prefix."""
    for match in ATTRIBUTE.finditer(element.attributes):
        if match[1].rpartition(b":")[2] == local:
            return match[2][1:-1].decode("utf-8")
    return None


def _identity(frame: Element) -> tuple[str | None, str]:
    name = next((each for each in frame.walk() if each.local == "cNvPr"), None)
    if name is None:
        return None, ""
    guid = next((each.get("id") for each in name.walk() if each.local == "creationId"), None)
    match = _GUID.fullmatch(guid or "")
    return (match[1].lower() if match else None), name.get("name") or ""
