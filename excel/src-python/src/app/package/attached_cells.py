"""What is attached to the cells of a sheet of a file and shown beside them: rules, links, notes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from app.errors import ServiceError
from app.package.addresses import Rectangle
from app.package.cached import find_sheet
from app.package.notes import Note, read_notes
from app.package.parts import Package
from app.package.rest_of_sheet import read_rest
from app.package.rules import Rule, read_rules
from app.package.structure.links import link_id
from app.package.structure.sheet_rest import parse_area
from app.package.values import unescape_text
from app.package.xml_tree import Element

_NOTE_KINDS = {"comments", "threadedComment"}
_log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Link:
    """``address`` is outside of the workbook, ``place`` in it or in what the address names; either may be empty."""

    area: Rectangle
    address: str
    place: str
    tip: str


@dataclass(frozen=True)
class Attached:
    """Of one sheet, in the file's order."""

    rules: tuple[Rule, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[Note, ...] = ()

    def rule_at(self, row: int, column: int) -> Rule | None:
        return next((rule for rule in self.rules if rule.holds(row, column)), None)

    def link_at(self, row: int, column: int) -> Link | None:
        return next((link for link in self.links if link.area.holds((row, column))), None)


@lru_cache(maxsize=64)
def has_attached(path: Path, sheet: int) -> bool:
    """Quick, for sheets that have nothing, as most. Of a file that is never written again."""
    xml = read_rest(path, sheet).xml
    if b"dataValidation" in xml or b"hyperlink" in xml:
        return True
    with Package(path) as package:
        links = package.relationships(find_sheet(package, sheet).part)
    return any(link.kind in _NOTE_KINDS for link in links)


@lru_cache(maxsize=32)
def read_attached(path: Path, sheet: int) -> Attached:
    """Of a sheet of a file that is never written again. What can't be read is left out: the file keeps it."""
    if not has_attached(path, sheet):
        return Attached()
    with Package(path) as package:
        part = find_sheet(package, sheet).part
        root = read_rest(path, sheet).root
        rules = tuple(_leave_out_damaged(lambda: read_rules(root)))
        links = tuple(_leave_out_damaged(lambda: _read_links(package, part, root)))
        return Attached(rules, links, tuple(_leave_out_damaged(lambda: read_notes(package, part))))


def _leave_out_damaged(read: Callable[[], list[T]]) -> list[T]:
    try:
        return read()
    except ServiceError as error:
        _log.warning("Something attached to cells can't be read: %s", error.message)
        return []


def _read_links(package: Package, part: str, root: Element) -> list[Link]:
    holder = root.find("hyperlinks")
    if holder is None:
        return []
    targets = {link.id: link.target for link in package.relationships(part) if link.kind == "hyperlink"}
    found = []
    for element in holder.elements("hyperlink"):
        area, named = parse_area(element.get("ref") or ""), link_id(element)
        if area is None:
            continue
        address = targets.get(named[1], "") if named else ""
        place = unescape_text(element.get("location") or "")
        if address.startswith("#"):
            address, place = "", place or address[1:]
        found.append(Link(area, address, place, unescape_text(element.get("tooltip") or "")))
    return found
