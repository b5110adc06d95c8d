"""Copies of what belongs to cells, put into the sheet that they are pasted on."""

from __future__ import annotations

import copy

from app.package.edit_package import PackageEdit, relationships_of
from app.package.looks.sheet_parts import find_place, take_element
from app.package.parts import OFFICE_RELATIONSHIPS
from app.package.structure.carry_rest import Carried
from app.package.structure.links import link, link_id, links_of
from app.package.xml_tree import Element

_NAMESPACES = {
    b"x14": b"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    b"xm": b"http://schemas.microsoft.com/office/excel/2006/main",
}


def put_in(edit: PackageEdit, copies: list[Carried], source_part: str, target_part: str, target: Element) -> None:
    """``target``: the root of the sheet ``target_part``."""
    priority = max((int(rule.get("priority") or 0) for rule in target.walk() if rule.local == "cfRule"), default=0)
    for carried in copies:
        element = carried.element
        if source_part != target_part:
            _fit(element, carried.parents[0].prefix, target.prefix)
            if element.local == "hyperlink":
                _link_again(edit, element, source_part, target_part)
        for rule in element.elements("cfRule"):
            if rule.get("priority") is not None:
                priority += 1
                rule.set("priority", str(priority))
        parent = _home(target, carried)
        # Conditional formats stand in the sheet itself.
        place = find_place(target, element.local) if parent is target else len(parent.children)
        parent.children.insert(place, element)


def _home(target: Element, carried: Carried) -> Element:
    """Where the copy goes; the way there is made when the sheet does not have it."""
    if carried.parents[0] is target:
        return carried.parents[-1]
    home = target
    for parent in carried.parents[1:]:
        found = next((each for each in home.elements(parent.local) if _is_alike(each, parent)), None)
        if found is None:
            if home is target:
                found = take_element(target, parent.local)
            else:
                found = Element(parent.name, parent.attributes)
                found.children = [copy.deepcopy(each) for each in _settings(parent)]
                home.children.append(found)
                if parent.local == "ext":
                    _declare(found, parent)
        home = found
    return home


def _is_alike(one: Element, other: Element) -> bool:
    if one.local == "ext":
        return (one.get("uri") or "").upper() == (other.get("uri") or "").upper()
    return one.local != "sparklineGroup" or one.attributes == other.attributes


def _settings(parent: Element) -> list[Element]:
    """A group of sparklines has its colours and its axis beside them."""
    return (
        [each for each in parent.elements() if each.local != "sparklines"] if parent.local == "sparklineGroup" else []
    )


def _declare(extension: Element, original: Element) -> None:
    """Prefixes that the other sheet's root declares are declared here."""
    for prefix, namespace in _NAMESPACES.items():
        if b"xmlns:" + prefix + b"=" not in original.attributes:
            extension.attributes += b' xmlns:%s="%s"' % (prefix, namespace)


def _fit(element: Element, old: bytes, new: bytes) -> None:
    """Elements of the main namespace have the prefix of their sheet."""
    if old == new:
        return
    for each in element.walk():
        if each.prefix == old:
            each.name = new + each.name.rpartition(b":")[2]


def _link_again(edit: PackageEdit, element: Element, source_part: str, target_part: str) -> None:
    found = link_id(element)
    if found is None or not edit.has(relationships_of(source_part)):
        return
    name, identity = found
    element.set(name, None)
    for each in links_of(edit, source_part).elements():
        if each.get("Id") == identity:
            made = link(
                edit,
                target_part,
                each.get("Type") or "hyperlink",
                each.get("Target") or "",
                mode=each.get("TargetMode"),
            )
            element.attributes += f' xmlns:r="{OFFICE_RELATIONSHIPS}" r:id="{made}"'.encode()


def recount(root: Element) -> None:
    """Holders say how much they hold, and those that hold nothing go."""
    for local, child in (("dataValidations", "dataValidation"), ("hyperlinks", "hyperlink")):
        for holder in root.elements(local):
            count = len(holder.elements(child))
            if count == 0:
                root.remove(holder)
            elif holder.get("count") is not None:
                holder.set("count", str(count))
    extensions = root.find("extLst")
    for extension in [] if extensions is None else extensions.elements("ext"):
        _prune(extension)
        if extensions is not None and not extension.elements():
            extensions.remove(extension)
    if extensions is not None and not extensions.elements():
        root.remove(extensions)


_HOLDERS = {
    "conditionalFormattings": "conditionalFormatting",
    "dataValidations": "dataValidation",
    "sparklines": "sparkline",
    "sparklineGroup": "sparklines",
    "sparklineGroups": "sparklineGroup",
}


def _prune(holder: Element) -> None:
    for child in holder.elements():
        _prune(child)
        if child.local in _HOLDERS:
            count = len(child.elements(_HOLDERS[child.local]))
            if count == 0:
                holder.remove(child)
            elif child.get("count") is not None:
                child.set("count", str(count))
