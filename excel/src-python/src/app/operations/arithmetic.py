"""Paste special: what is pasted added to what is there, or taken from it, multiplied, divided."""

from __future__ import annotations

from app.engine.port import Engine
from app.operations.contents import plain_input

_SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}


def combined_input(engine: Engine, target: tuple[int, int, int], pasted: str, arithmetic: str) -> str:
    """As in Excel: numbers are computed, a formula on either side makes one; an empty cell counts as 0; texts stay."""
    formula, value = engine.formula(*target), engine.value(*target)
    old = formula if formula is not None else plain_input(engine, *target, value)
    new = pasted or "0"
    if not _is_operand(old or "0") or not _is_operand(new):
        return old
    sign = _SIGNS[arithmetic]
    if formula is None and not pasted.startswith("="):
        return _computed(float(old or 0), float(new), arithmetic)
    return f"={_operand(old or '0')}{sign}{_operand(new)}"


def _is_operand(text: str) -> bool:
    if text.startswith("="):
        return True
    try:
        float(text)
    except ValueError:
        return False
    return True


def _operand(text: str) -> str:
    return f"({text[1:]})" if text.startswith("=") else text


def _computed(one: float, other: float, arithmetic: str) -> str:
    if arithmetic == "divide" and other == 0:
        return "=1/0"
    results = {"add": one + other, "subtract": one - other, "multiply": one * other}
    result = results[arithmetic] if arithmetic in results else one / other
    return format(result, ".15g")
