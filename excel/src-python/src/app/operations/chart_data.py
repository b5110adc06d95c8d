"""What a chart draws: the values of the cells as they are now, cut to what can be seen."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

from app.engine.port import Readable, Value
from app.operations.chart_cells import Cached, ChartCells, Strip
from app.package.charts.model import Data, PackageChart, Series

MAX_READ = 50_000
"""Cells that are read for a chart: a tenth of a second."""
MAX_DRAWN = 2_000
"""Points of a series: more than a screen has pixels in a row."""

Point = tuple[int, float | None]
Read = Callable[[int], float | None]


def read_chart_data(cells: Readable, cached: Cached, chart: PackageChart) -> dict[str, Any]:
    """``ChartData`` of the contract."""
    content = chart.content
    reader = ChartCells(cells, cached, with_hidden=content.with_hidden)
    strips = [reader.strip(series.values) for series in content.series]
    points = max((_count(strip, each.values) for strip, each in zip(strips, content.series, strict=True)), default=0)
    # 1. Which points are looked at: every so many of very many, and none that is hidden.
    step = max(1, math.ceil(points * len(strips) / MAX_READ))
    longest = max(strips, key=len, default=Strip(()))
    indices = [index for index in range(0, points, step) if not reader.is_hidden(longest, index)]
    # 2. Which of them are drawn.
    buckets = _buckets(indices)
    lines = []
    for series, strip in zip(content.series, strips, strict=True):
        read = _read(reader, strip, series.values)
        lines.append([point for bucket in buckets for point in _extremes(bucket, read)])
    # 3. Their words.
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
        # What is hidden is not missing.
        "points": len(indices) if step == 1 else points,
        "drawn": max(map(len, lines), default=0),
    }


def _unit(reader: ChartCells, series: Sequence[Series], strips: Sequence[Strip], second: bool) -> str:
    """Of an axis, by its first series."""
    shown = (strip for each, strip in zip(series, strips, strict=True) if each.is_secondary == second)
    return reader.unit(next(shown, Strip(())))


def _count(strip: Strip, data: Data) -> int:
    return len(strip) if data.areas else len(data.fixed)


def _buckets(indices: Sequence[int]) -> list[Sequence[int]]:
    """Each point by itself, or stretches of which the lowest and the highest is drawn."""
    if len(indices) <= MAX_DRAWN:
        return [(index,) for index in indices]
    count = MAX_DRAWN // 2
    edges = [round(number * len(indices) / count) for number in range(count + 1)]
    return [indices[first:last] for first, last in itertools.pairwise(edges)]


def _extremes(bucket: Sequence[int], read: Read) -> list[Point]:
    if len(bucket) == 1:
        return [(bucket[0], read(bucket[0]))]
    values = [(index, value) for index in bucket if (value := read(index)) is not None]
    if not values:
        return [(bucket[0], None), (bucket[-1], None)]
    low, high = min(values, key=lambda point: point[1]), max(values, key=lambda point: point[1])
    return [low, high] if low[0] < high[0] else [high, low]


def _read(reader: ChartCells, strip: Strip, data: Data) -> Read:
    def read(index: int) -> float | None:
        if data.areas:
            return _number(reader.value(strip, data, index)) if index < len(strip) else None
        return _number(data.fixed[index]) if index < len(data.fixed) else None

    return read


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
    read = _read(reader, reader.strip(data), data)
    found = [read(index) for index, _ in line]
    return [float(index + 1) for index, _ in line] if all(x is None for x in found) else found


def _number(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)
