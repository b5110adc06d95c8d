"""Rules, links and notes of cells: set, changed, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.package.addresses import Rectangle, format_address
from app.package.edit_package import PackageEdit
from app.package.formula_write import store_formula
from app.package.looks.sheet_parts import take_element
from app.package.parts import OFFICE_RELATIONSHIPS
from app.package.structure.carry_in import recount
from app.package.structure.carry_notes import remove_notes
from app.package.structure.carry_rest import clear_area
from app.package.structure.links import link
from app.package.structure.note_boxes import move_box
from app.package.structure.note_parts import add_boxes, take_notes
from app.package.structure.sheet_rest import parse_area
from app.package.xml_tree import Element

Given = Mapping[str, Any]


def set_rule(root: Element, area: Rectangle, rule: Given | None) -> None:
    """``rule``: as a step has it; None takes those of the area away."""
    clear_area(root, "dataValidation", area)
    if rule is not None:
        holder = take_element(root, "dataValidations")
        element = holder.add("dataValidation")
        for name, value in _attributes(rule).items():
            element.set(name, value)
        element.set("sqref", str(area))
        for name, formula in zip(("formula1", "formula2"), rule["formulas"], strict=True):
            if formula:
                element.add(name).text = formula if formula.startswith('"') else store_formula(formula)
        holder.set("count", str(len(holder.elements("dataValidation"))))
    recount(root)


def _attributes(rule: Given) -> dict[str, str]:
    """Those that are not what is meant when they are left out."""
    found = {
        "type": rule["kind"],
        "errorStyle": rule["style"] or "stop",
        "operator": rule["operator"],
        "allowBlank": "1" if rule["allowsBlank"] else "0",
        "showDropDown": "1" if rule["kind"] == "list" and not rule["arrow"] else "0",
        "showInputMessage": "1",
        "showErrorMessage": "0" if rule["style"] is None else "1",
        "errorTitle": rule["title"],
        "error": rule["message"],
        "promptTitle": rule["promptTitle"],
        "prompt": rule["prompt"],
    }
    usual = {"type": "none", "errorStyle": "stop", "operator": "between"}
    return {name: value for name, value in found.items() if value not in ("", "0") and usual.get(name) != value}


def set_link(edit: PackageEdit, part: str, root: Element, area: Rectangle, given: Given | None) -> None:
    """Of the sheet ``part`` with that root."""
    clear_area(root, "hyperlink", area)
    if given is not None:
        element = take_element(root, "hyperlinks").add("hyperlink", ref=str(area))
        if given["address"]:
            identity = link(edit, part, "hyperlink", given["address"], mode="External")
            # The prefix may be another one here: the namespace is said again.
            element.attributes += f' xmlns:r="{OFFICE_RELATIONSHIPS}" r:id="{identity}"'.encode()
        if given["place"]:
            element.set("location", given["place"])
    recount(root)


def set_note(edit: PackageEdit, part: str, root: Element, cell: tuple[int, int], given: Given | None) -> None:
    """A plain note instead of what the cell has."""
    remove_notes(edit, part, Rectangle(*cell, *cell))
    if given is None:
        return
    comments = take_notes(edit, part)
    authors, notes = comments.find("authors"), comments.find("commentList")
    if authors is None:
        authors = Element(comments.prefix + b"authors")
        comments.children.insert(0, authors)
    if notes is None:
        notes = comments.add("commentList")
    names = [each.text for each in authors.elements("author")]
    if given["author"] not in names:
        names.append(given["author"])
        authors.add("author").text = given["author"]
    made = notes.add("comment", ref=format_address(*cell), authorId=names.index(given["author"]))
    text = made.add("text").add("t")
    text.attributes += b' xml:space="preserve"'
    text.text = given["text"]
    # Programs look them up in the order of cells.
    notes.children = [*sorted(notes.elements(), key=_place_of)]
    add_boxes(edit, part, root, [move_box(None, (1, 1), cell)])


def _place_of(note: Element) -> tuple[int, int]:
    area = parse_area(note.get("ref") or "")
    return (0, 0) if area is None else (area.top, area.left)
