"""A sheet's ``<autoFilter>``: read and written."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from app.package.addresses import Rectangle
from app.package.looks.sheet_parts import take_element
from app.package.structure.sheet_rest import parse_area
from app.package.xml_tree import Element

Choice = dict[str, Any]
_OPERATORS = {
    "equal": "equals",
    "notEqual": "notEquals",
    "greaterThan": "greater",
    "greaterThanOrEqual": "greaterOrEqual",
    "lessThan": "less",
    "lessThanOrEqual": "lessOrEqual",
}
_WRITTEN = {name: operator for operator, name in _OPERATORS.items()}


def set_filter(root: Element, area: Rectangle | None, choices: Sequence[Mapping[str, Any]]) -> None:
    """The sheet's own filter; the rows are hidden by another step."""
    old = root.find("autoFilter")
    kept: dict[int, Element] = {}
    if old is not None:
        was = parse_area(old.get("ref") or "")
        for column in old.elements("filterColumn"):
            if was is not None:
                kept[was.left + int(column.get("colId") or 0)] = column
        root.remove(old)
    if area is None:
        return
    element = take_element(root, "autoFilter")
    element.set("ref", str(area))
    for choice in sorted(choices, key=lambda each: int(each["column"])):
        number = int(choice["column"])
        if choice.get("kept") is True:
            if number in kept:
                column = copy.deepcopy(kept[number])
                column.set("colId", str(number - area.left))
                element.children.append(column)
            continue
        column = element.add("filterColumn", colId=number - area.left)
        if "texts" in choice:
            _write_texts(column, choice["texts"])
        else:
            _write_condition(column, choice["condition"])


def _write_texts(column: Element, texts: Sequence[str]) -> None:
    filters = column.add("filters")
    if "" in texts:
        filters.set("blank", "1")
    for text in texts:
        if text:
            filters.add("filter", val=text)


def _write_condition(column: Element, condition: Mapping[str, Any]) -> None:
    kind = condition["kind"]
    if kind == "top":
        top = column.add("top10", val=f"{condition['count']}")
        if condition.get("bottom"):
            top.set("top", "0")
        if condition.get("percent"):
            top.set("percent", "1")
        return
    if kind == "average":
        column.add("dynamicFilter", type="aboveAverage" if condition["above"] else "belowAverage")
        return
    filters = column.add("customFilters")
    if condition.get("both"):
        filters.set("and", "1")
    for test in condition["tests"]:
        made = filters.add("customFilter")
        if test["how"] != "equals":
            made.set("operator", _WRITTEN[test["how"]])
        made.set("val", test["value"])


def read_filter(root: Element) -> tuple[Rectangle, list[Choice]] | None:
    """The range of a sheet's filter, and the choices of its columns, as in ``FilterChoice`` of the contract."""
    element = root.find("autoFilter")
    area = None if element is None else parse_area(element.get("ref") or "")
    if element is None or area is None:
        return None
    choices = []
    for column in element.elements("filterColumn"):
        choice = _read_column(column)
        if choice is not None:
            choices.append({"column": area.left + int(column.get("colId") or 0), **choice})
    return area, choices


def _read_column(column: Element) -> Choice | None:
    children = column.elements()
    if not children:
        # A column without its button.
        return None
    [child] = children[:1]
    if child.local == "filters" and not child.elements("dateGroupItem"):
        texts = [each.get("val") or "" for each in child.elements("filter")]
        blank = [""] if _is_set(child.get("blank")) else []
        return {"texts": [*blank, *texts]}
    if child.local == "customFilters":
        tests = [
            {"how": _OPERATORS.get(each.get("operator") or "equal", "equals"), "value": each.get("val") or ""}
            for each in child.elements("customFilter")
        ]
        return {"condition": {"kind": "custom", "both": _is_set(child.get("and")), "tests": tests}}
    if child.local == "top10":
        top = {"kind": "top", "count": int(float(child.get("val") or 10)), "bottom": child.get("top") in ("0", "false")}
        return {"condition": {**top, "percent": _is_set(child.get("percent"))}}
    if child.local == "dynamicFilter" and child.get("type") in ("aboveAverage", "belowAverage"):
        return {"condition": {"kind": "average", "above": child.get("type") == "aboveAverage"}}
    return {"kept": True}


def _is_set(value: str | None) -> bool:
    return value in ("1", "true")
