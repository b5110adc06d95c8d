"""How cells of a window look, with what the engine does not know of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.engine.port import CellStyle
from app.errors import ServiceError
from app.package.looks.rich_texts import Runs, rich_texts
from app.package.looks.special_looks import Look, special_looks
from app.workbook.content import PACKAGES

if TYPE_CHECKING:
    from app.workbook.workbook import Workbook

_Found = TypeVar("_Found")
_log = logging.getLogger(__name__)


class SpecialLooks:
    """Of one sheet, for one window. The same two looks give the same object."""

    def __init__(self, workbook: Workbook, sheet: int) -> None:
        self._cells = _read(workbook, sheet, special_looks)
        self._texts = _read(workbook, sheet, rich_texts)
        # With the style that it was made of, so that no other one gets its identity.
        self._known: dict[tuple[int, int], tuple[CellStyle, CellStyle]] = {}
        # Most sheets have none, and a window has thousands of cells.
        self.has_looks, self.has_runs = bool(self._cells), bool(self._texts)

    def runs(self, row: int, column: int, text: str) -> Runs | None:
        """The parts of a text; None: it looks the same all along, or is another one since."""
        runs = self._texts.get((row, column))
        return None if runs is None or "".join(run["text"] for run in runs) != text else runs

    def complete(self, row: int, column: int, style: CellStyle) -> CellStyle:
        look = self._cells.get((row, column))
        if look is None:
            return style
        key = id(style), id(look)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = style, _merge(style, look)
        return known[1]


def _merge(style: CellStyle, look: Look) -> CellStyle:
    merged = {**style, **look}
    pattern = str(look.get("pattern", "")).split()
    if pattern and style.get("fill") != pattern[1]:
        # Filled anew since, or by a conditional format.
        del merged["pattern"]
    elif pattern:
        merged["fill"] = pattern[2]
    return merged


def _read(
    workbook: Workbook, sheet: int, read: Callable[[Path, int], Mapping[tuple[int, int], _Found]]
) -> Mapping[tuple[int, int], _Found]:
    if workbook.kind not in PACKAGES or workbook.read_only is not None:
        return {}
    try:
        return read(workbook.source.original, sheet)
    except (ServiceError, ValueError) as error:
        _log.warning("The looks of %s can't all be read: %s", workbook.id, error)
        return {}
