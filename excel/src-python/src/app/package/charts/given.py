"""Charts as the journal has them: the contract's ``ChartChange`` over what is known of a chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.package.addresses import Rectangle
from app.package.charts.from_selection import make_series
from app.package.charts.model import Anchor, Content, Corner, Source

_READING = {"scatter": "scatter", "pie": "pie", "doughnut": "pie"}
"""Kinds that read a selection in a way of their own."""


def take_anchor(given: Mapping[str, Any]) -> Anchor:
    """Of the contract's ``ChartAnchor``."""
    start = _corner(given["from"])
    if given.get("to") is not None:
        return Anchor(start, _corner(given["to"]))
    return Anchor(start, None, (given["size"]["width"], given["size"]["height"]))


def _corner(given: Mapping[str, Any]) -> Corner:
    return Corner(given["row"], given["column"], given["dx"], given["dy"])


def _take_source(given: Mapping[str, Any]) -> Source:
    shown = given["range"]
    bottom, right = shown["top"] + shown["rows"] - 1, shown["left"] + shown["columns"] - 1
    area = Rectangle(shown["top"], shown["left"], bottom, right)
    return Source(shown["sheet"], area, given["headerRow"], given["headerColumn"])


def new_content(given: Mapping[str, Any]) -> Content:
    """Of a chart that there was not yet."""
    return _made(given["kind"], given["title"], _take_source(given))


def change_content(content: Content, given: Mapping[str, Any]) -> Content:
    """What it is made of stays, unless the new kind reads the selection in another way. It may have grown since."""
    if content.source is None:
        return content
    kind, title = given.get("kind", content.kind), given.get("title", content.title)
    if "range" in given or _READING.get(kind) != _READING.get(content.kind):
        return _made(kind, title, _take_source(given) if "range" in given else content.source)
    has_line = kind != "scatter"
    series = tuple(replace(each, kind=kind, has_line=has_line, has_markers=True) for each in content.series)
    return replace(content, kind=kind, title=title, is_title_automatic=title == "", series=series)


def _made(kind: str, title: str, source: Source) -> Content:
    series = make_series(kind, source)
    has_legend = kind in ("pie", "doughnut") or len(series) > 1
    return Content(
        kind,
        title=title,
        is_title_automatic=title == "",
        series=series,
        legend="bottom" if has_legend else None,
        source=source,
    )
