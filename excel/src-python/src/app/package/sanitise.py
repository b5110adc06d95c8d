"""A copy of a workbook that an engine or another reader can take: what makes them fail is taken out of it."""

from __future__ import annotations

import re
from pathlib import Path

from app.package.addresses import Rectangle
from app.package.atomic import replace_file, save_error
from app.package.parts import Package
from app.package.xml_bytes import TOKEN, XmlDocument, get_attribute
from app.package.zip_writer import ZipWriter

Blocks = list[bytes | memoryview]

# A reader that allocates the claimed block (calamine) ends the process; real sheets of this size are files of GBs.
_MAX_DIMENSION_CELLS = 50_000_000
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s")


def sanitised_copy(original: Path, target: Path) -> bool:
    """Writes a copy without what readers can't take; False, and no copy, when the original has nothing of that.

    Data tables (``<f t="dataTable">``) make the engine refuse the file: their cells keep the cached values. A
    ``<dimension>`` that claims an absurd block makes calamine end the process: it goes.
    """
    try:
        with Package(original) as package:
            replaced: dict[str, Blocks] = {}
            for sheet in package.sheets:
                document = XmlDocument.decode(package.read(sheet.part))
                edits = _find_harm(document.data)
                entry = package.entry(sheet.part)
                if edits and entry is not None:
                    replaced[entry.name] = document.encode(_cut(document.data, edits))
            if not replaced:
                return False
            with replace_file(target) as (_, file), ZipWriter(package.path, package.directory, file) as writer:
                for entry in package.directory.entries:
                    if entry.name in replaced:
                        writer.replace(entry, replaced[entry.name])
                    else:
                        writer.copy(entry)
                writer.finish()
            return True
    except OSError as error:
        raise save_error(target, error) from error


def _find_harm(data: bytes) -> list[tuple[int, int]]:
    """Spans to take out."""
    spans = []
    dimension = _DIMENSION.search(data)
    token = None if dimension is None else TOKEN.match(data, dimension.start())
    if token is not None and _is_absurd(get_attribute(token["attributes"], b"ref")) and token["empty"]:
        spans.append(token.span())
    if b"dataTable" in data:
        spans.extend(_data_tables(data))
    return spans


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


def _cut(data: bytes, spans: list[tuple[int, int]]) -> Blocks:
    view = memoryview(data)
    blocks: Blocks = []
    position = 0
    for start, end in spans:
        blocks.append(view[position:start])
        position = end
    return [*blocks, view[position:]]
