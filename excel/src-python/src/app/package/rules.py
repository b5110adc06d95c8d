"""Rules for what may be typed into cells (data validation), as a sheet of a file has them."""

from __future__ import annotations

from dataclasses import dataclass

from app.package.addresses import Rectangle
from app.package.structure.sheet_rest import parse_areas
from app.package.values import unescape_text
from app.package.xml_tree import Element

KINDS = ("list", "whole", "decimal", "date", "time", "textLength", "custom")
OPERATORS = (
    "between",
    "notBetween",
    "equal",
    "notEqual",
    "greaterThan",
    "lessThan",
    "greaterThanOrEqual",
    "lessThanOrEqual",
)
STYLES = ("stop", "warning", "information")


@dataclass(frozen=True)
class Rule:
    """Of ECMA-376 part 1, 18.3.1.32, with what it leaves out filled in."""

    areas: tuple[Rectangle, ...]
    kind: str
    """One of `KINDS`, or ``none``: it only has a prompt."""
    operator: str
    formulas: tuple[str, str]
    """Without ``=``, as seen from the first cell of the first area; empty where there is none."""
    allows_blank: bool
    has_arrow: bool
    style: str | None
    """One of `STYLES`; None: nothing is refused."""
    title: str
    message: str
    prompt_title: str
    prompt: str

    def holds(self, row: int, column: int) -> bool:
        return any(area.holds((row, column)) for area in self.areas)


def read_rules(root: Element) -> list[Rule]:
    """Those of the sheet itself, and those of Excel 2010 that refer to other sheets."""
    return [rule for element in root.walk() if element.local == "dataValidation" and (rule := _read(element))]


def _read(element: Element) -> Rule | None:
    own = element.find("sqref")
    areas = parse_areas((element.get("sqref") or "") if own is None else own.text)
    kind = element.get("type") or "none"
    if not areas or kind not in (*KINDS, "none"):
        return None
    style = element.get("errorStyle") or "stop"
    return Rule(
        tuple(areas),
        kind,
        element.get("operator") or "between",
        (_formula(element, "formula1"), _formula(element, "formula2")),
        element.is_on("allowBlank"),
        kind == "list" and not element.is_on("showDropDown"),
        style if element.is_on("showErrorMessage") else None,
        _text(element, "errorTitle"),
        _text(element, "error"),
        _text(element, "promptTitle") if element.is_on("showInputMessage") else "",
        _text(element, "prompt") if element.is_on("showInputMessage") else "",
    )


def _text(element: Element, name: str) -> str:
    return unescape_text(element.get(name) or "")


def _formula(element: Element, name: str) -> str:
    found = element.find(name)
    if found is None:
        return ""
    inner = found.find("f")
    return (found if inner is None else inner).text.strip()
