"""What a chart draws: the values of the cells as they are now, cut to what can be seen."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

from app.engine.port import Readable, Value
from app.operations.chart_cells import Cached, ChartCells, Strip
from app.package.charts.model import Data, PackageChart, Series

MAX_READ = 1_000_000
"""Cells that are read for a chart, in a third of a second; of more every second, third… point."""
MAX_DRAWN = 2_000
"""Points of a series: more than a screen has pixels in a row."""

Point = tuple[int, float | None]


def read_chart_data(cells: Readable, cached: Cached | None, chart: PackageChart) -> dict[str, Any]:
    """``ChartData`` of the contract."""
    content = chart.content
    reader = ChartCells(cells, cached, with_hidden=content.with_hidden)
    strips = [reader.strip(series.values) for series in content.series]
    points = max((_count(strip, each.values) for strip, each in zip(strips, content.series, strict=True)), default=0)
    # 1. What is looked at.
    step = max(1, math.ceil(points * len(strips) / MAX_READ))
    indices: Sequence[int] = range(0, points, step)
    longest = max(strips, key=len, default=Strip(()))

    def is_hidden(index: int) -> bool:
        return reader.is_hidden(longest, index)

    if points <= MAX_DRAWN:
        # What is hidden is not missing.
        indices = [index for index in indices if not is_hidden(index)]
        points = len(indices)
    # 2. What of it is drawn.
    lines = [
        _draw(indices, _numbers(reader, strip, series.values, indices), is_hidden)
        for series, strip in zip(content.series, strips, strict=True)
    ]
    # 3. Its words.
    names = [reader.text(series.name) for series in content.series]
    result = [
        {"name": name, "values": [value for _, value in line], "x": _x(reader, series, line)}
        for name, series, line in zip(names, content.series, lines, strict=True)
    ]
    title = content.title or reader.text(content.title_data)
    if not title and content.is_title_automatic and len(names) == 1:
        title = names[0]
    return {
        "id": chart.id,
        "title": title,
        "labels": _labels(reader, content.series, lines),
        "series": result,
        "units": [_unit(reader, content.series, strips, second) for second in (False, True)],
        "points": points,
        "drawn": max(map(len, lines), default=0),
    }


def _count(strip: Strip, data: Data) -> int:
    return len(strip) if data.areas else len(data.fixed)


def _numbers(reader: ChartCells, strip: Strip, data: Data, indices: Sequence[int]) -> list[float | None]:
    """Of points; null behind the end."""
    if not data.areas:
        return [_number(data.fixed[index]) if index < len(data.fixed) else None for index in indices]
    inside = [index for index in indices if index < len(strip)]
    if len(inside) < len(indices):
        known = dict(zip(inside, _numbers(reader, strip, data, inside), strict=True))
        return [known.get(index) for index in indices]
    return [_number(value) for value in reader.values(strip, data, indices)]


def _draw(indices: Sequence[int], numbers: Sequence[float | None], is_hidden: Callable[[int], bool]) -> list[Point]:
    """Each point by itself, or the lowest and the highest of stretches of them, so that no spike is lost."""
    points = list(zip(indices, numbers, strict=True))
    if len(points) <= MAX_DRAWN:
        return points
    count = MAX_DRAWN // 2
    edges = [round(number * len(points) / count) for number in range(count + 1)]
    return [point for first, last in itertools.pairwise(edges) for point in _extremes(points[first:last], is_hidden)]


def _extremes(stretch: list[Point], is_hidden: Callable[[int], bool]) -> list[Point]:
    known = [(value, index) for index, value in stretch if value is not None]
    if known and (is_hidden(min(known)[1]) or is_hidden(max(known)[1])):
        known = [(value, index) for value, index in known if not is_hidden(index)]
    if not known:
        return [(stretch[0][0], None), (stretch[-1][0], None)]
    (low, first), (high, second) = min(known), max(known)
    return [(first, low), (second, high)] if first <= second else [(second, high), (first, low)]


def _labels(reader: ChartCells, series: Sequence[Series], lines: Sequence[Sequence[Point]]) -> list[str]:
    """Of the first series that has categories; the numbers of the points without one. A scatter chart has none."""
    if not lines or any(each.kind == "scatter" for each in series):
        return []
    named = next((each.categories for each in series if each.categories is not None), None)
    return reader.labels(named, [index for index, _ in max(lines, key=len)])


def _x(reader: ChartCells, series: Series, line: Sequence[Point]) -> list[float | None] | None:
    """Of a scatter chart. Where there are no numbers they are 1, 2, 3, as in Excel."""
    if series.kind != "scatter":
        return None
    data = series.categories or Data()
    indices = [index for index, _ in line]
    strip = reader.strip(data)
    found = _numbers(reader, strip, data, indices)
    return [float(index + 1) for index in indices] if all(x is None for x in found) else found


def _unit(reader: ChartCells, series: Sequence[Series], strips: Sequence[Strip], second: bool) -> str:
    """Of an axis, by its first series."""
    shown = (strip for each, strip in zip(series, strips, strict=True) if each.is_secondary == second)
    return reader.unit(next(shown, Strip(())))


def _number(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)
