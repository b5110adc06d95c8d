"""Texts of which parts look different: read from the file that is built on, for the cells that have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.package.addresses import parse_address
from app.package.cached import find_sheet
from app.package.format_rules import read_color
from app.package.parts import Package
from app.package.rest_of_sheet import read_rest
from app.package.values import unescape_text
from app.package.xml_bytes import XmlDocument, get_attribute
from app.package.xml_tree import Element, read_element

Runs = tuple[Mapping[str, Any], ...]
"""``TextRun`` of the contract: ``text``, and its own font where it has one."""

_ITEM = re.compile(rb"<((?:[\w.-]+:)?)si(?:\s[^>]*)?(?:/>|>(.*?)</\1si>)", re.DOTALL)
_RUN = re.compile(rb"<(?:[\w.-]+:)?r>")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v>\s*(\d+)\s*<")
_INLINE = re.compile(rb"<((?:[\w.-]+:)?)is\b[^>]*>.*?</\1is>", re.DOTALL)
_FLAGS = {"b": "bold", "i": "italic", "u": "underline", "strike": "strike"}


def rich_texts(path: Path, sheet: int) -> Mapping[tuple[int, int], Runs]:
    """Of a sheet of a file that is never written again: (row, column) → parts. Raises what `Package` raises."""
    return _find_cells(path, sheet)


@lru_cache(maxsize=16)
def _read_strings(path: Path) -> Mapping[int, Runs]:
    with Package(path) as package:
        part = package.workbook_target("sharedStrings")
        data = b"" if part is None else XmlDocument.decode(package.read(part)).data
    if _RUN.search(data) is None:
        return {}
    items = enumerate(_ITEM.finditer(data))
    found = ((index, _read_runs(data, item.start())) for index, item in items if item[2] and _RUN.search(item[2]))
    return {index: runs for index, runs in found if runs}


@lru_cache(maxsize=16)
def _find_cells(path: Path, sheet: int) -> Mapping[tuple[int, int], Runs]:
    strings = _read_strings(path)
    if not strings and not read_rest(path, sheet).has_inline_texts:
        return {}
    with Package(path) as package:
        data = XmlDocument.decode(package.read(find_sheet(package, sheet).part)).data
    found: dict[tuple[int, int], Runs] = {}
    if strings:
        for match in _VALUE.finditer(data):
            runs = strings.get(int(match[1]))
            attributes = b"" if runs is None else _cell_before(data, match.start())
            address = get_attribute(attributes, b"r")
            if runs is not None and address is not None and get_attribute(attributes, b"t") == "s":
                found[parse_address(address)] = runs
    if b"inlineStr" in data:
        for match in _INLINE.finditer(data):
            address = get_attribute(_cell_before(data, match.start()), b"r")
            runs = _read_runs(data, match.start()) if _RUN.search(match[0]) else ()
            if runs and address is not None:
                found[parse_address(address)] = runs
    return found


def _cell_before(data: bytes, end: int) -> bytes:
    """The attributes of the cell that something at ``end`` is in."""
    tag = max(data.rfind(b"<c ", 0, end), data.rfind(b":c ", 0, end))
    return b"" if tag < 0 else data[tag + 2 : data.find(b">", tag)]


def _read_runs(data: bytes, start: int) -> Runs:
    item, _ = read_element(data, start)
    runs: list[Mapping[str, Any]] = []
    for run in item.elements():
        text = run.find("t") if run.local == "r" else run if run.local == "t" else None
        if text is not None:
            runs.append({"text": unescape_text(text.text), **_read_font(run.find("rPr"))})
    return tuple(runs)


def _read_font(font: Element | None) -> dict[str, Any]:
    """All of it: what it does not say is off, whatever the cell's own font is."""
    if font is None:
        return {}
    parts = {each.local: each for each in font.elements()}
    values = {name: each.get("val") for name, each in parts.items()}
    shown: dict[str, Any] = {
        key: True for name, key in _FLAGS.items() if name in parts and values[name] not in ("0", "false", "none")
    }
    if isinstance(color := read_color(parts.get("color")), str):
        shown["color"] = color
    if (size := values.get("sz")) is not None:
        shown["fontSizePt"] = float(size)
    if name := values.get("rFont"):
        shown["fontName"] = unescape_text(name)
    if values.get("vertAlign") in ("superscript", "subscript"):
        shown["raised"] = values["vertAlign"] == "superscript"
    return {"font": shown}
