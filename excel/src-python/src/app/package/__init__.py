"""Workbook packages: saved by patching the original, so that all that was not touched keeps its bytes."""

from app.package.cached import CachedCell, cached_values, sheet_parts
from app.package.change import change_package, refresh_values
from app.package.filters import read_filter
from app.package.parts import SheetPart
from app.package.sanitise import has_misread_texts, sanitised_copy
from app.package.savable import why_not_savable
from app.package.save import SaveReport, save
from app.package.values import is_tainted

__all__ = [
    "CachedCell",
    "SaveReport",
    "SheetPart",
    "cached_values",
    "change_package",
    "has_misread_texts",
    "is_tainted",
    "read_filter",
    "refresh_values",
    "sanitised_copy",
    "save",
    "sheet_parts",
    "why_not_savable",
]
