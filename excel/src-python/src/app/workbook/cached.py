"""Cells that the engine can't compute as the program that wrote the file did: the file's own value is shown there."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.engine.ironcalc_engine import IronCalcEngine
from app.engine.port import CellAddress, CellError, CellKind, Engine, Value

_VOLATILE = re.compile(r"\b(NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY)\s*\(", re.IGNORECASE)

# XlsxWriter stores 0 wherever its caller gave no value: formulas with one are then the exception.
_AGREEING_FOR_A_ZERO = 4


@dataclass(frozen=True)
class CachedCell:
    """``computed`` is what the engine makes of the unedited cell; while it still does, the file's value is shown.

    ``is_stale``: what it depends on was edited, and the file's value went. The engine's is shown, and marked.
    """

    computed: Value
    text: str
    kind: CellKind
    is_stale: bool = False


CachedCells = Mapping[CellAddress, CachedCell]
Instead = Callable[[CellAddress], CachedCell | None]
"""What is shown in the place of the engine's value."""


def find_cached(stored: IronCalcEngine, computed: IronCalcEngine, *, calculated: bool) -> CachedCells:
    """Compares the workbook as stored in the file with the same one after `evaluate`.

    ``calculated``: the program that wrote the file calculates, for all that is known.
    """
    # 1. Where the two differ. A 0 counts when its writer calculated: most of the other values are right then.
    differing, zeros = computed.compare(stored)
    enough = _AGREEING_FOR_A_ZERO * len(zeros)
    if zeros and (calculated or computed.count_agreeing(stored, enough) == enough):
        differing += zeros
    suspects = [(key, now) for key in differing if not _are_equal(stored.value(*key), now := computed.value(*key))]
    # 2. What follows the clock or a random number differs rightly.
    by_chance = _find_by_chance([key for key, _ in suspects], computed)
    cached = {}
    for key, now in suspects:
        if isinstance(now, CellError) or key not in by_chance:
            look = stored.look(*key)
            cached[key] = CachedCell(now, look.text, look.kind)
    return cached


def _find_by_chance(differing: list[CellAddress], engine: IronCalcEngine) -> set[CellAddress]:
    """Those that are volatile, or depend on one that is: a volatile cell that did not change passes nothing on."""
    texts = {key: _formula(engine, key) for key in differing}
    if not any(map(_VOLATILE.search, texts.values())):
        return set()
    # Not needed for most workbooks.
    from app.package.downstream import find_downstream  # noqa: PLC0415
    from app.package.references import find_references  # noqa: PLC0415

    references = {key: find_references(text) for key, text in texts.items()}
    volatile = [key for key, found in references.items() if found.is_volatile]
    # A formula whose precedents are not known is not taken for one of them: the file's value, marked, is never wrong.
    known = {key: found for key, found in references.items() if not found.is_open}
    names = {sheet.name.lower(): index for index, sheet in enumerate(engine.sheets())}
    return {*volatile, *find_downstream(known, volatile, names)}


def _formula(engine: IronCalcEngine, key: CellAddress) -> str:
    """Without its ``=``; of a cell that is filled by another one, that one's."""
    text = engine.formula(*key)
    if text is None and (owner := engine.owner(*key)) is not None:
        text = engine.formula(key[0], owner.row, owner.column)
    return (text or "").removeprefix("=")


def shown_cached(cached: CachedCells, engine: Engine, key: CellAddress) -> CachedCell | None:
    """The cached cell to show instead of the engine's; None when the engine's counts, edits having changed it."""
    cell = cached.get(key)
    if cell is None or cell.is_stale or not _are_equal(cell.computed, engine.value(*key)):
        return None
    return cell


def _are_equal(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        # Next to 0 there is rounding dust; other small numbers are numbers.
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12 if 0.0 in (one, other) else 0)
    return type(one) is type(other) and one == other
