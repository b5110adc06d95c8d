"""Which conditional formats of a sheet are not drawn, so that the sheet can say so."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.engine.ironcalc_rules import is_drawn
from app.errors import ServiceError
from app.package.format_rules import read_format_rules
from app.workbook.content import PACKAGES

if TYPE_CHECKING:
    from app.workbook.workbook import Workbook

_log = logging.getLogger(__name__)


def count_undrawn(workbook: Workbook, sheet: int) -> int:
    """Rules that the engine can't evaluate. A view draws none, and says that it is one."""
    if workbook.kind not in PACKAGES or workbook.read_only is not None:
        return 0
    path = workbook.source.original
    try:
        if not read_format_rules(path, sheet):
            return 0
        constants = frozenset(name.lower() for name, _, formula in workbook.engine.names() if "!" not in formula)
        return _count(path, sheet, constants)
    except (ServiceError, ValueError) as error:
        _log.warning("Conditional formats of a sheet can't be read: %s", error)
        return 0


@lru_cache(maxsize=32)
def _count(path: Path, sheet: int, constants: frozenset[str]) -> int:
    return sum(not is_drawn(rule, constants) for rule in read_format_rules(path, sheet))
