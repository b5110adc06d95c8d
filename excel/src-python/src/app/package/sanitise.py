"""A copy of a workbook that an engine or another reader can take: what makes them fail is taken out of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from app.package.addresses import Rectangle
from app.package.atomic import replace_file, save_error
from app.package.edit_package import relationships_of
from app.package.engine_needs import EMPTY_PARTS, Edit, add_addresses, complete_styles, relative_targets
from app.package.misread import has_misread_cells, plain_cells, plain_texts
from app.package.parts import Package
from app.package.wide_rules import wide_rules
from app.package.xml_bytes import TOKEN, XmlDocument, get_attribute
from app.package.zip_writer import ZipWriter

Blocks = list[bytes | memoryview]

# A reader that allocates the claimed block (calamine) ends the process; real sheets of this size are files of GBs.
_MAX_DIMENSION_CELLS = 50_000_000
_STYLES, _STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
_FIXED_NAMES = {"styles": _STYLES, "sharedStrings": _STRINGS, "theme": "xl/theme/theme1.xml"}
_RULES = re.compile(rb"<((?:[\w.-]+:)?)conditionalFormatting[\s>].*?</\1conditionalFormatting\s*>", re.DOTALL)
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s")


def sanitised_copy(original: Path, target: Path, *, without_rules: bool = False) -> bool:
    """Writes a copy without what readers can't take; False, and no copy, when the original has nothing of that.

    Data tables (``<f t="dataTable">``) make the engine refuse the file: their cells keep the cached values. A
    ``<dimension>`` that claims an absurd block makes calamine end the process: it goes. What the engine wants and the
    file lacks comes in: see `app.package.engine_needs`. ``without_rules``: conditional formats go, too.
    """
    try:
        with Package(original) as package:
            changes = _find_changes(package, without_rules=without_rules)
            renamed = _find_renamed(package)
            there = {renamed.get(entry.name, entry.name) for entry in package.directory.entries}
            added = {name: body for name, body in EMPTY_PARTS.items() if name not in there}
            if not changes and not added and not renamed:
                return False
            with replace_file(target) as (_, file), ZipWriter(package.path, package.directory, file) as writer:
                for entry in package.directory.entries:
                    if entry.name in renamed:
                        writer.add(renamed[entry.name], changes.get(entry.name) or [package.read(entry.name)])
                    elif entry.name in changes:
                        writer.replace(entry, changes[entry.name])
                    else:
                        writer.copy(entry)
                for name, body in added.items():
                    writer.add(name, _cut(body, complete_styles(body)) if name == _STYLES else [body])
                writer.finish()
            return True
    except OSError as error:
        raise save_error(target, error) from error


class SheetSigns(NamedTuple):
    """What the sheets of a file have that the engine does not read as Excel does."""

    misread: bool
    """Cells, or rules that take it minutes: it should read a sanitised copy."""
    rules: bool
    """Conditional formats."""
    data_tables: bool


def is_misread(original: Path) -> bool:
    """Whether the engine would read a file otherwise than it is, or for minutes: it should read the copy then."""
    with Package(original) as package:
        part = package.workbook_target("sharedStrings")
        entry = None if part is None else package.entry(part)
        # Under another name the engine finds no texts at all, and says nothing.
        if part is not None and entry is not None and entry.name != _STRINGS:
            return True
        if part is not None and plain_texts(XmlDocument.decode(package.read(part)).data):
            return True
    return sheet_signs(original).misread


def sheet_signs(original: Path) -> SheetSigns:
    """One pass over the sheets for all who ask while a file is opened: unpacking them is what takes time."""
    state = original.stat()
    return _read_signs(original, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _read_signs(original: Path, _modified: int, _size: int) -> SheetSigns:
    misread = rules = data_tables = False
    with Package(original) as package:
        for sheet in package.sheets:
            data = package.read(sheet.part)
            misread = misread or has_misread_cells(data) or bool(wide_rules(data))
            rules = rules or b"conditionalFormatting" in data
            data_tables = data_tables or b"dataTable" in data
    return SheetSigns(misread, rules, data_tables)


def _find_renamed(package: Package) -> dict[str, str]:
    """Entries that the engine looks for under another name: other cases, other folders, backslashes."""
    wanted = {entry.name: entry.name.replace("\\", "/") for entry in package.directory.entries}
    links = {package.workbook_target(kind): name for kind, name in _FIXED_NAMES.items()}
    links |= {sheet.part: sheet.part for sheet in package.sheets}
    for part, name in links.items():
        entry = None if part is None else package.entry(part)
        if entry is not None:
            wanted[entry.name] = name
    return {name: new for name, new in wanted.items() if new != name and new.isascii()}


def _find_changes(package: Package, *, without_rules: bool) -> dict[str, Blocks]:
    """New content by the name of the entry."""
    find_harm = _find_harm_and_rules if without_rules else _find_harm
    wanted: dict[str, Callable[[bytes], list[Edit]]] = {sheet.part: find_harm for sheet in package.sheets}
    wanted |= {relationships_of(sheet.part): relative_targets for sheet in package.sheets}
    wanted[package.workbook_target("styles") or _STYLES] = complete_styles
    strings = package.workbook_target("sharedStrings")
    if strings is not None:
        wanted[strings] = plain_texts
    changes: dict[str, Blocks] = {}
    for part, find in wanted.items():
        entry = package.entry(part)
        if entry is not None:
            document = XmlDocument.decode(package.read(part))
            edits = find(document.data)
            if edits:
                changes[entry.name] = document.encode(_cut(document.data, edits))
    return changes


def _find_harm(data: bytes) -> list[Edit]:
    """What goes out of a sheet, and addresses that come in."""
    edits = add_addresses(data) + wide_rules(data)
    if has_misread_cells(data):
        edits.extend(plain_cells(data))
    dimension = _DIMENSION.search(data)
    token = None if dimension is None else TOKEN.match(data, dimension.start())
    if token is not None and _is_absurd(get_attribute(token["attributes"], b"ref")) and token["empty"]:
        edits.append((token.span(), b""))
    if b"dataTable" in data:
        edits.extend((span, b"") for span in _data_tables(data))
    return edits


def _find_harm_and_rules(data: bytes) -> list[Edit]:
    rules = [match.span() for match in _RULES.finditer(data)]
    harm = [edit for edit in _find_harm(data) if not any(start <= edit[0][0] < end for start, end in rules)]
    return [*harm, *((span, b"") for span in rules)]


def _is_absurd(reference: str | None) -> bool:
    try:
        return reference is not None and Rectangle.parse(reference).area > _MAX_DIMENSION_CELLS
    except ValueError:
        return True


def _data_tables(data: bytes) -> list[tuple[int, int]]:
    spans = []
    begin = -1
    for token in TOKEN.finditer(data):
        name = token["name"]
        if name is None or name.rpartition(b":")[2] != b"f":
            continue
        if token["close"]:
            if begin >= 0:
                spans.append((begin, token.end()))
            begin = -1
        elif get_attribute(token["attributes"], b"t") == "dataTable":
            if token["empty"]:
                spans.append(token.span())
            else:
                begin = token.start()
    return spans


def _cut(data: bytes, edits: list[Edit]) -> Blocks:
    view = memoryview(data)
    blocks: Blocks = []
    position = 0
    for (start, end), new in sorted(edits):
        blocks += [view[position:start], new]
        position = end
    return [*blocks, view[position:]]
