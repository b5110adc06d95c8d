"""Fonts, fills, borders and alignments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.package.xml_tree import Element

# The order of the schema, which Excel keeps to.
_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign",
    "sz", "color", "name", "family", "charset", "scheme",
)  # fmt: skip
_BORDER_ORDER = ("start", "left", "end", "right", "top", "bottom", "diagonal", "vertical", "horizontal")
_SWITCHES = {"bold": "b", "italic": "i", "underline": "u", "strike": "strike"}


def change_font(font: Element, change: Mapping[str, Any]) -> None:
    for name, local in _SWITCHES.items():
        if name in change:
            _put(font, local, _FONT_ORDER, {} if change[name] else None)
    if "fontSizePt" in change:
        _put(font, "sz", _FONT_ORDER, {"val": f"{change['fontSizePt']:g}"})
    if "color" in change:
        _put(font, "color", _FONT_ORDER, None if change["color"] is None else {"rgb": argb(change["color"])})
    if "fontName" in change:
        _put(font, "name", _FONT_ORDER, {"val": change["fontName"]})
        # The theme's font would win over the name.
        _put(font, "scheme", _FONT_ORDER, None)


def solid_fill(prefix: bytes, color: str) -> Element:
    fill = Element(prefix + b"fill")
    pattern = fill.add("patternFill", patternType="solid")
    pattern.add("fgColor", rgb=argb(color))
    pattern.add("bgColor", indexed=64)
    return fill


def change_border(border: Element, borders: Mapping[str, Any], edges: frozenset[str]) -> None:
    line = borders["line"]
    for edge in sorted(edges):
        side = _put(border, edge, _BORDER_ORDER, {} if line == "none" else {"style": line})
        if side is not None and line != "none":
            side.add("color", rgb=argb(borders.get("color") or "#000000"))


def change_alignment(cell_format: Element, change: Mapping[str, Any]) -> None:
    alignment = cell_format.find("alignment")
    if alignment is None:
        alignment = Element(cell_format.prefix + b"alignment", is_empty=True)
        cell_format.children.insert(0, alignment)
    if "align" in change:
        alignment.set("horizontal", None if change["align"] == "general" else change["align"])
    if "verticalAlign" in change:
        alignment.set("vertical", change["verticalAlign"])
    if "wrap" in change:
        alignment.set("wrapText", "1" if change["wrap"] else None)


def argb(color: str) -> str:
    return "FF" + color.removeprefix("#").upper()


def _put(parent: Element, local: str, order: tuple[str, ...], attributes: Mapping[str, str] | None) -> Element | None:
    """A child with these attributes in its place, in the old one's stead; None removes it."""
    parent.remove_all(lambda child: child.local == local)
    if attributes is None:
        return None
    child = Element(parent.prefix + local.encode("ascii"), is_empty=True)
    for name, value in attributes.items():
        child.set(name, value)
    place = len(parent.children)
    for index, other in enumerate(parent.children):
        if isinstance(other, Element) and other.local in order and order.index(other.local) > order.index(local):
            place = index
            break
    parent.children.insert(place, child)
    return child
