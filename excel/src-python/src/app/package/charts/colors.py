"""Colours of charts: said outright, or by their name in the workbook's theme."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping

from app.errors import ServiceError
from app.package.parts import Package
from app.package.xml_tree import Element, Tree

_RGB = re.compile(r"[0-9A-Fa-f]{6}")
_MAPPED = {"tx1": "dk1", "tx2": "dk2", "bg1": "lt1", "bg2": "lt2"}
"""Names of the usual colour map for those of the theme."""


def read_theme(package: Package) -> dict[str, str]:
    """The theme's colours as ``#RRGGBB``, by their names."""
    part = package.workbook_target("theme")
    if part is None:
        return {}
    try:
        root = Tree(package.read(part)).root
    except ServiceError:
        return {}
    colors: dict[str, str] = {}
    scheme = next((each for each in root.walk() if each.local == "clrScheme"), None)
    for named in [] if scheme is None else scheme.elements():
        for color in named.elements():
            value = color.get("lastClr") or color.get("val")
            if value is not None and _RGB.fullmatch(value):
                colors[named.local] = f"#{value.upper()}"
    return colors | {name: colors[known] for name, known in _MAPPED.items() if known in colors}


def color_of(shape: Element | None, theme: Mapping[str, str]) -> str | None:
    """``#RRGGBB`` of a shape's or line's plain fill."""
    fill = None if shape is None else shape.find("solidFill")
    for color in [] if fill is None else fill.elements():
        given = color.get("val") or ""
        if color.local == "srgbClr" and _RGB.fullmatch(given):
            return f"#{given.upper()}"
        if color.local == "schemeClr" and given in theme:
            return _lit(theme[given], color)
        if color.local == "sysClr" and _RGB.fullmatch(color.get("lastClr") or ""):
            return f"#{color.get('lastClr')}"
    return None


def _lit(color: str, element: Element) -> str:
    """Lighter or darker than the theme's, by ``lumMod`` and ``lumOff`` in thousandths of a per cent."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light *= _thousandths(element, "lumMod", 100_000) / 100_000
    light += _thousandths(element, "lumOff", 0) / 100_000
    parts = colorsys.hls_to_rgb(hue, min(1.0, light), saturation)
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)


def _thousandths(element: Element, local: str, missing: int) -> int:
    found = element.find(local)
    value = None if found is None else found.get("val")
    return int(value) if value is not None and value.isdecimal() else missing
