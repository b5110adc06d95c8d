"""Which cells a filter's condition leaves."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.engine.port import Value

Cell = tuple[Value, str]
"""What it holds, and how it is shown."""
Keep = Callable[[Cell], bool]
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "greater": operator.gt,
    "greaterOrEqual": operator.ge,
    "less": operator.lt,
    "lessOrEqual": operator.le,
}


def make_keep(condition: Mapping[str, Any], cells: Sequence[Cell]) -> Keep:
    """``cells``: all of the column, by which the largest ones and the average are found."""
    kind = condition["kind"]
    numbers = sorted(value for value, _ in cells if isinstance(value, float))
    if kind == "average":
        mean = math.fsum(numbers) / len(numbers) if numbers else 0.0
        return lambda cell: isinstance(cell[0], float) and (cell[0] > mean if condition["above"] else cell[0] < mean)
    if kind == "top":
        count = int(condition["count"])
        if condition.get("percent"):
            count = max(1, len(numbers) * count // 100) if numbers else 0
        kept = set(numbers[:count] if condition.get("bottom") else numbers[max(0, len(numbers) - count) :])
        return lambda cell: isinstance(cell[0], float) and cell[0] in kept
    tests = [_make_test(test["how"], test["value"]) for test in condition["tests"]]
    every = all if condition.get("both") else any
    return lambda cell: every(test(cell) for test in tests)


def _make_test(how: str, wanted: str) -> Keep:
    number = _number(wanted)
    if how in ("equals", "notEquals"):
        pattern = _pattern(wanted)

        def equals(cell: Cell) -> bool:
            value, text = cell
            if number is not None and isinstance(value, float):
                return value == number
            return pattern.fullmatch(text) is not None

        return equals if how == "equals" else lambda cell: not equals(cell)
    compare = _COMPARE[how]
    if number is not None:
        return lambda cell: isinstance(cell[0], float) and bool(compare(cell[0], number))
    return lambda cell: isinstance(cell[0], str) and bool(compare(cell[0].casefold(), wanted.casefold()))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _pattern(text: str) -> re.Pattern[str]:
    """``*`` and ``?`` stand for texts and characters, ``~`` before them for themselves."""
    pieces = []
    for match in re.finditer(r"~([*?~])|(\*)|(\?)|(.)", text, re.DOTALL):
        escaped, many, one, other = match.groups()
        pieces.append(".*" if many else "." if one else re.escape(escaped or other))
    return re.compile("".join(pieces), re.DOTALL | re.IGNORECASE)
