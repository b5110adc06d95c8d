"""The filter that a sheet of a file has."""

from __future__ import annotations

from pathlib import Path

from app.package.addresses import Rectangle
from app.package.looks import filter_xml
from app.package.rest_of_sheet import read_rest


def read_filter(path: Path, sheet: int) -> tuple[Rectangle, list[filter_xml.Choice]] | None:
    """See `filter_xml.read_filter`. Of a file that is never written again."""
    rest = read_rest(path, sheet)
    if b"autoFilter" not in rest.xml:
        return None
    return filter_xml.read_filter(rest.root)
