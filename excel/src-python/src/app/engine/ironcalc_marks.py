"""What a conditional format draws into a cell, as IronCalc says it → ``bar`` and ``icon`` of the service's contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

# Positions in thousandths of the cell's width, which is finer than a screen.
_DIGITS = 3


def map_mark(found: Mapping[str, Any], resolve: Callable[[Any], str]) -> Mapping[str, Any] | None:
    """``found``: an extended style."""
    bar, icon, rating = found["data_bar"], found["icon"], found["rating"]
    if bar is None and icon is None and rating is None:
        return None
    mark: dict[str, Any] = {}
    if bar is not None:
        mark["bar"] = _map_bar(bar, resolve)
    if (shown := icon or rating) is not None:
        mark["icon"] = {"shape": shown["icon"], "color": resolve(shown["color"])}
        if rating is not None and icon is None:
            mark["icon"] |= {"count": rating["count"], "of": rating["max"]}
    if not all(each["show_value"] for each in (bar, shown) if each is not None):
        mark["bare"] = True
    return mark


def _map_bar(bar: Mapping[str, Any], resolve: Callable[[Any], str]) -> dict[str, Any]:
    # ``-0.0`` as well.
    axis = round(abs(bar["axis_position"]), _DIGITS)
    end = round(bar["value"], _DIGITS)
    is_negative = end < axis
    mapped = {
        "from": min(axis, end),
        "to": max(axis, end),
        "color": resolve(bar["negative_color" if is_negative else "positive_color"]),
    }
    if bar["is_gradient"]:
        mapped["gradient"] = True
    if 0 < axis < 1:
        mapped["axis"] = axis
    return mapped
