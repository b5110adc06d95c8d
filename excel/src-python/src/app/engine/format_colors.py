"""The colour that a number format gives to a value, such as red for what is below zero."""

from __future__ import annotations

import re
from functools import lru_cache

_COLORS = {
    "black": "#000000",
    "white": "#FFFFFF",
    "red": "#FF0000",
    "green": "#00FF00",
    "blue": "#0000FF",
    "yellow": "#FFFF00",
    "magenta": "#FF00FF",
    "cyan": "#00FFFF",
}
# Quoted and escaped characters are text: no `;` or `[` of theirs counts.
_TOKEN = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]|;|[^";\\\[_*]+|.', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?[0-9.]+)")


def format_color(number_format: str, value: float) -> str | None:
    """``#RRGGBB`` of the section that shows ``value``; None: the cell's own colour."""
    sections = _sections(number_format)
    for condition, color in sections:
        if condition is not None and _holds(condition, value):
            return color
    plain = [color for condition, color in sections if condition is None]
    if not plain:
        return None
    if len(plain) < len(sections):
        return plain[0]
    if value < 0 and len(plain) > 1:
        return plain[1]
    return plain[2] if value == 0 and len(plain) > 2 else plain[0]


@lru_cache(maxsize=1_000)
def _sections(number_format: str) -> list[tuple[tuple[str, float] | None, str | None]]:
    sections: list[tuple[tuple[str, float] | None, str | None]] = []
    condition, color = None, None
    for piece in [*_TOKEN.findall(number_format), ";"]:
        if piece == ";":
            sections.append((condition, color))
            condition, color = None, None
        elif piece.startswith("["):
            inside = piece[1:-1]
            color = _COLORS.get(inside.lower(), color)
            if match := _CONDITION.fullmatch(inside):
                condition = match[1], float(match[2])
    # The fourth is for texts.
    return sections[:3]


def _holds(condition: tuple[str, float], value: float) -> bool:
    sign, limit = condition
    return {
        "<": value < limit,
        ">": value > limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[sign]
