"""The filter that a sheet of a file has."""

from __future__ import annotations

from pathlib import Path

from app.package.addresses import Rectangle
from app.package.cached import find_sheet
from app.package.looks import filter_xml
from app.package.looks.cell_styles import SheetStyles
from app.package.parts import Package


def read_filter(path: Path, sheet: int) -> tuple[Rectangle, list[filter_xml.Choice]] | None:
    """See `filter_xml.read_filter`."""
    with Package(path) as package:
        raw = package.read(find_sheet(package, sheet).part)
        if b"autoFilter" not in raw:
            return None
        return filter_xml.read_filter(SheetStyles.read(raw).rest.root)
