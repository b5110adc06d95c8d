"""Cells that the engine can't compute as the program that wrote the file did: the file's own value is shown there."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.engine.ironcalc_engine import IronCalcEngine
from app.engine.port import CellAddress, CellError, CellKind, Engine, Value

_VOLATILE = re.compile(r"\b(NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|OFFSET|INDIRECT|CELL|INFO)\s*\(", re.IGNORECASE)


@dataclass(frozen=True)
class CachedCell:
    """``computed`` is what the engine makes of the unedited cell; while it still does, the file's value is shown."""

    computed: Value
    text: str
    kind: CellKind


CachedCells = Mapping[CellAddress, CachedCell]


def find_cached(stored: IronCalcEngine, computed: IronCalcEngine) -> CachedCells:
    """Compares the workbook as stored in the file with the same one after `evaluate`."""
    suspects = [
        (key, now)
        for key in computed.differing_cells(stored)
        if not _are_equal(stored.value(*key), now := computed.value(*key))
    ]
    if any(not isinstance(now, CellError) for _, now in suspects) and _has_volatile(computed):
        # What follows the clock or a random number differs rightly, and so does all that depends on it.
        suspects = [(key, now) for key, now in suspects if isinstance(now, CellError)]
    cached = {}
    for key, now in suspects:
        look = stored.look(*key)
        cached[key] = CachedCell(now, look.text, look.kind)
    return cached


def shown_cached(cached: CachedCells, engine: Engine, key: CellAddress) -> CachedCell | None:
    """The cached cell to show instead of the engine's; None when the engine's counts, edits having changed it."""
    cell = cached.get(key)
    if cell is None or not _are_equal(cell.computed, engine.value(*key)):
        return None
    return cell


def _are_equal(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return type(one) is type(other) and one == other


def _has_volatile(engine: IronCalcEngine) -> bool:
    return any(_VOLATILE.search(formula) for formula in engine.formulas())
