"""Workbook packages: saved by patching the original, so that all that was not touched keeps its bytes."""

from app.package.cached import CachedCell, cached_values, sheet_parts
from app.package.parts import SheetPart
from app.package.sanitise import sanitised_copy
from app.package.save import SaveReport, save
from app.package.values import is_tainted

__all__ = [
    "CachedCell",
    "SaveReport",
    "SheetPart",
    "cached_values",
    "is_tainted",
    "sanitised_copy",
    "save",
    "sheet_parts",
]
