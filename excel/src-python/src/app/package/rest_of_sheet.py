"""A sheet's XML without its rows: what is around and attached to cells, read once for all who ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.package.cached import find_sheet
from app.package.parts import Package
from app.package.structure.sheet import split_sheet
from app.package.xml_bytes import XmlDocument
from app.package.xml_tree import Element, Tree


@dataclass(frozen=True)
class SheetRest:
    """Of a sheet."""

    xml: bytes
    """UTF-8, with no row in ``<sheetData/>``."""
    has_link_formulas: bool
    """Somewhere in its rows is a HYPERLINK()."""
    has_inline_texts: bool
    """Some cells hold their texts themselves."""

    @property
    def root(self) -> Element:
        return Tree(self.xml).root


# The rest of a sheet with 65,000 links has some megabytes.
@lru_cache(maxsize=16)
def read_rest(path: Path, sheet: int) -> SheetRest:
    """Of a sheet of a file that is never written again."""
    with Package(path) as package:
        data = XmlDocument.decode(package.read(find_sheet(package, sheet).part)).data
    head, prefix, content, tail = split_sheet(data)
    return SheetRest(head + b"<" + prefix + b"sheetData/>" + tail, b"HYPERLINK(" in content, b"inlineStr" in content)
