"""Conditional formats of a sheet, as far as the engine needs help with them: ECMA-376 part 1, 18.3.1.10, and x14."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.package.addresses import Rectangle
from app.package.parts import Package
from app.package.rest_of_sheet import read_rest
from app.package.structure.sheet_rest import parse_areas
from app.package.xml_tree import Element, Tree

Style = Mapping[str, Any]
"""As the engine takes the style of a rule: ``{"fill": {"color": "#FFC7CE"}, "font": {…}}``."""

TEXT_KINDS = ("containsText", "notContainsText", "beginsWith", "endsWith")
_FONT = {"b": "b", "i": "i", "u": "u", "strike": "strike"}


@dataclass(frozen=True)
class FormatRule:
    """One ``cfRule``."""

    range: str
    """As in ``sqref``."""
    kind: str
    priority: int
    operator: str
    formulas: tuple[str, ...]
    """Without ``=``, as seen from the top left cell of all areas."""
    is_plain: bool
    """It has no style of its own: it only stops others."""
    stops: bool
    is_below: bool
    counts_equal: bool
    deviations: int
    rank: int
    is_percent: bool
    is_bottom: bool
    is_reversed: bool
    icons: str
    is_late: bool
    """Only Excel 2010 and later read it."""
    style: Style | None
    """Of a late rule, which has it in itself."""

    @property
    def areas(self) -> list[Rectangle]:
        return parse_areas(self.range)

    @property
    def first(self) -> tuple[int, int]:
        """The cell that formulas are seen from."""
        areas = self.areas
        return min(area.top for area in areas), min(area.left for area in areas)


@lru_cache(maxsize=32)
def read_format_rules(path: Path, sheet: int) -> tuple[FormatRule, ...]:
    """In the file's order, of a file that is never written again."""
    rest = read_rest(path, sheet)
    if b"cfRule" not in rest.xml:
        return ()
    found: list[FormatRule] = []
    for block in rest.root.walk():
        if block.local == "conditionalFormatting":
            own = block.find("sqref")
            areas = " ".join(((block.get("sqref") or "") if own is None else own.text).split())
            if areas and parse_areas(areas):
                found += [_read(rule, areas, is_late=own is not None) for rule in block.elements("cfRule")]
    return tuple(found)


def _read(rule: Element, areas: str, *, is_late: bool) -> FormatRule:
    icons = rule.find("iconSet")
    style = rule.find("dxf")
    formulas = tuple(each.text.strip() for each in rule.elements() if each.local in ("formula", "f"))
    return FormatRule(
        areas,
        rule.get("type") or "",
        int(rule.get("priority") or 0),
        rule.get("operator") or "",
        tuple(formula.removeprefix("=") for formula in formulas),
        rule.get("dxfId") is None and style is None,
        rule.is_on("stopIfTrue"),
        rule.get("aboveAverage") in ("0", "false"),
        rule.is_on("equalAverage"),
        int(rule.get("stdDev") or 0),
        int(rule.get("rank") or 0),
        rule.is_on("percent"),
        rule.is_on("bottom"),
        icons is not None and icons.is_on("reverse"),
        "" if icons is None else icons.get("iconSet") or "3TrafficLights1",
        is_late,
        None if style is None else read_style(style),
    )


def read_rule_styles(path: Path) -> list[Style]:
    """The ``dxfs`` of the workbook."""
    with Package(path) as package:
        part = package.workbook_target("styles")
        if part is None:
            return []
        root = Tree(package.read(part)).root
    styles = root.find("dxfs")
    return [] if styles is None else [read_style(each) for each in styles.elements("dxf")]


def read_style(dxf: Element) -> Style:
    """Fill and font, which is what rules are made of; lines and number formats of late rules are left out."""
    style: dict[str, Any] = {}
    font = dxf.find("font")
    if font is not None:
        flags: dict[str, Any] = {
            key: True for name, key in _FONT.items() if (each := font.find(name)) is not None and _is_on(each)
        }
        if (color := read_color(font.find("color"))) is not None:
            flags["color"] = color
        if flags:
            style["font"] = flags
    fill = dxf.find("fill")
    pattern = None if fill is None else fill.find("patternFill")
    if pattern is not None and pattern.get("patternType") != "none":
        color = read_color(pattern.find("bgColor"))
        if color is None and pattern.get("patternType") == "solid":
            color = read_color(pattern.find("fgColor"))
        if color is not None:
            style["fill"] = {"color": color}
    return style


def _is_on(element: Element) -> bool:
    return element.get("val") not in ("0", "false", "none")


def read_color(element: Element | None) -> str | tuple[int, float] | None:
    """``#RRGGBB``, or a colour of the theme and its tint; None: it says something else."""
    if element is None:
        return None
    rgb, theme = element.get("rgb"), element.get("theme")
    if rgb is not None and len(rgb) >= 6:
        return f"#{rgb[-6:]}"
    if theme is not None:
        return int(theme), float(element.get("tint") or 0)
    return None
