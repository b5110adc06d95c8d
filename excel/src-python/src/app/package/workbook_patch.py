"""Patches of the parts around the sheets: recalculation on load, the calculation chain, dynamic array metadata."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from app.package.parts import Package
from app.package.xml_bytes import TOKEN, XmlDocument, get_attribute, set_attribute, unreadable

Blocks = list[bytes | memoryview]
Span = tuple[int, int]

# Elements of <workbook> that come before <calcPr> (ECMA-376 part 1, 18.2.27).
_BEFORE_CALCULATION = (b"sheets", b"functionGroups", b"externalReferences", b"definedNames")

METADATA_PART = "xl/metadata.xml"
METADATA = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    b'xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">'
    b'<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" '
    b'pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" assign="1" '
    b'coerce="1" cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst>'
    b'<ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/>'
    b'</ext></extLst></bk></futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>'
)
"""Marks array formulas as dynamic; their cells say ``cm="1"``."""
_METADATA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
_METADATA_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sheetMetadata"


def request_full_calculation(raw: bytes) -> Blocks:
    """``workbook.xml`` with ``fullCalcOnLoad="1"``: Excel computes all when it opens the file."""
    document = XmlDocument.decode(raw)
    data = document.data
    depth = 0
    place = -1
    prefix = b""
    for token in TOKEN.finditer(data):
        name = token["name"]
        if name is None:
            continue
        local = name.rpartition(b":")[2]
        if token["close"]:
            depth -= 1
        elif local == b"calcPr" and depth == 1:
            attributes = set_attribute(token["attributes"], b"fullCalcOnLoad", "1")
            end = b"/>" if token["empty"] else b">"
            new = b"<" + name + attributes + end
            return document.encode([data[: token.start()], new, data[token.end() :]])
        else:
            depth += 0 if token["empty"] else 1
        if depth == 1 and local in _BEFORE_CALCULATION:
            place = token.end()
            prefix = name[: len(name) - len(local)]
    if place < 0:
        raise unreadable("its workbook part lists no sheets")
    new = b'<%scalcPr fullCalcOnLoad="1"/>' % prefix
    return document.encode([data[:place], new, data[place:]])


def remove_relationship(raw: bytes, kind: str) -> Blocks:
    """A relationships part without those of a kind."""
    return _without(raw, b"Relationship", b"Type", lambda value: value.rpartition("/")[2] == kind)


def remove_content_type(raw: bytes, part: str) -> Blocks:
    """``[Content_Types].xml`` without the override of a part."""
    return _without(raw, b"Override", b"PartName", lambda value: value.lower() == f"/{part}".lower())


def _without(raw: bytes, element: bytes, attribute: bytes, matches: Callable[[str], bool]) -> Blocks:
    document = XmlDocument.decode(raw)
    data = document.data
    blocks: Blocks = []
    position = 0
    end_of_open: bytes | None = None
    for token in TOKEN.finditer(data):
        name = token["name"]
        if name is None or name.rpartition(b":")[2] != element:
            continue
        if token["close"]:
            if end_of_open is not None:
                position = token.end()
                end_of_open = None
            continue
        value = get_attribute(token["attributes"], attribute)
        if value is not None and matches(value):
            blocks.append(data[position : token.start()])
            position = token.end()
            end_of_open = None if token["empty"] else name
    return document.encode([*blocks, data[position:]])


def add_metadata_relationship(raw: bytes) -> Blocks:
    """The workbook's relationships with the metadata part."""
    ids = {value.lower() for value in re.findall(r'Id="([^"]*)"', raw.decode("utf-8", "replace"))}
    number = 1
    while f"rid{number}" in ids:
        number += 1
    # An absolute target: right wherever the workbook part is.
    new = f'Relationship Id="rId{number}" Type="{_METADATA_KIND}" Target="/{METADATA_PART}"'
    return _append(raw, b"Relationships", new)


def add_metadata_content_type(raw: bytes) -> Blocks:
    new = f'Override PartName="/{METADATA_PART}" ContentType="{_METADATA_TYPE}"'
    return _append(raw, b"Types", new)


def _append(raw: bytes, parent: bytes, element: str) -> Blocks:
    document = XmlDocument.decode(raw)
    data = document.data
    for token in TOKEN.finditer(data):
        name = token["name"]
        if name is not None and token["close"] and name.rpartition(b":")[2] == parent:
            prefix = name[: len(name) - len(parent)]
            new = b"<" + prefix + element.encode("utf-8") + b"/>"
            return document.encode([data[: token.start()], new, data[token.start() :]])
    raise unreadable(f"<{parent.decode()}> is not closed")


def relationships_part(package: Package) -> str:
    """Name of the workbook's relationships part."""
    folder, name = posixpath.split(package.workbook_part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
