"""The filter that a sheet of a file has."""

from __future__ import annotations

from pathlib import Path

from app.package.addresses import Rectangle
from app.package.cached import find_sheet
from app.package.looks import panes
from app.package.looks.cell_styles import SheetStyles
from app.package.parts import Package


def read_filter(path: Path, sheet: int) -> tuple[Rectangle, list[tuple[int, list[str]]]] | None:
    """See `panes.read_filter`."""
    with Package(path) as package:
        raw = package.read(find_sheet(package, sheet).part)
        if b"autoFilter" not in raw:
            return None
        return panes.read_filter(SheetStyles.read(raw).rest.root)
