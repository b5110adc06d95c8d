"""Relationships of a part: found, made, and the parts that are made for them."""

from __future__ import annotations

import posixpath
import re

from app.package.edit_package import PackageEdit, relationships_of
from app.package.parts import OFFICE_RELATIONSHIPS
from app.package.xml_bytes import get_attribute
from app.package.xml_tree import Element

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_LINK = re.compile(rb"\s([\w.-]+:id)\s*=")


def links_of(edit: PackageEdit, part: str) -> Element:
    """The root of a part's relationships, made when there are none."""
    name = relationships_of(part)
    if not edit.has(name):
        root = f'<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>'
        edit.add(name, [b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', root.encode()], None)
    return edit.tree(name).root


def link(edit: PackageEdit, part: str, kind: str, target: str, *, mode: str | None = None) -> str:
    """Gives the id of a new relationship. ``kind``: whole, or the last step of an Office one.

    ``target``: the name of a part, unless there is a ``mode``, such as ``External``.
    """
    links = links_of(edit, part)
    used = {(each.get("Id") or "").lower() for each in links.elements()}
    identity = next(f"rId{number}" for number in range(1, len(used) + 2) if f"rid{number}" not in used)
    whole = kind if "/" in kind else f"{OFFICE_RELATIONSHIPS}/{kind}"
    if mode is None:
        # Some readers know relative targets only.
        target = posixpath.relpath(target, posixpath.dirname(part))
    made = links.add("Relationship", Id=identity, Type=whole, Target=target)
    if mode is not None:
        made.set("TargetMode", mode)
    return identity


def linked(edit: PackageEdit, part: str, kind: str) -> str | None:
    """The part that a part links to by a kind of relationship, those that were just made included."""
    if not edit.has(relationships_of(part)):
        return None
    for each in links_of(edit, part).elements():
        if (each.get("Type") or "").rpartition("/")[2] == kind:
            return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), each.get("Target") or "")).lstrip(
                "/"
            )
    return None


def free_name(edit: PackageEdit, pattern: str) -> str:
    """The first name of ``pattern`` with a number that no part has."""
    number = 1
    while edit.has(name := pattern.format(number)):
        number += 1
    return name


def link_id(element: Element) -> tuple[str, str] | None:
    """(name with its prefix, id) of ``r:id``, whatever the prefix."""
    match = _LINK.search(element.attributes)
    value = None if match is None else get_attribute(element.attributes, match[1])
    return None if match is None or value is None else (match[1].decode("ascii"), value)
