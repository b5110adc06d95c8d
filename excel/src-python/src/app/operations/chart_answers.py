"""Charts in the words of the contract: `Chart` of ``excel/src/service/charts.ts``."""

from __future__ import annotations

from typing import Any

from app.operations.charts import ChartList
from app.operations.take import cell_range
from app.package.charts.from_selection import PALETTE
from app.package.charts.model import Anchor, Axis, Corner, Data, PackageChart, Series


def describe_charts(found: ChartList) -> dict[str, Any]:
    return {
        "charts": [_describe(chart, found) for chart in found.charts],
        "chartSheets": list(found.chart_sheets),
    }


def _describe(chart: PackageChart, found: ChartList) -> dict[str, Any]:
    content, source = chart.content, chart.content.source
    palette = PALETTE if source is not None else found.accents or PALETTE
    return {
        "id": chart.id,
        "source": "here" if chart.id in found.made_here else "file",
        "sheet": chart.sheet,
        "name": chart.name,
        "kind": content.kind,
        "what": content.what,
        "title": content.title,
        "anchor": describe_anchor(chart.anchor),
        "series": [_series(each, palette[each.index % len(palette)]) for each in content.series],
        "palette": list(palette),
        "legend": content.legend,
        "axes": [_axis(each) for each in (content.category_axis, content.value_axis, content.second_axis)],
        "selection": None
        if source is None
        else {
            "range": cell_range(source.sheet, source.area),
            "headerRow": source.header_row,
            "headerColumn": source.header_column,
        },
    }


def describe_anchor(anchor: Anchor) -> dict[str, Any]:
    start = {"from": _corner(anchor.start)}
    if anchor.end is not None:
        return {**start, "to": _corner(anchor.end)}
    width, height = anchor.size or (0, 0)
    return {**start, "size": {"width": width, "height": height}}


def _corner(corner: Corner) -> dict[str, float]:
    return {"row": corner.row, "column": corner.column, "dx": corner.dx, "dy": corner.dy}


def _series(series: Series, color: str) -> dict[str, Any]:
    return {
        "kind": series.kind,
        "name": _ranges(series.name),
        "categories": _ranges(series.categories),
        "values": _ranges(series.values),
        "color": series.color or color,
        "points": list(series.points),
        "line": series.has_line,
        "markers": series.has_markers,
        "smooth": series.is_smooth,
        "grouping": series.grouping,
        "secondary": series.is_secondary,
    }


def _ranges(data: Data | None) -> list[dict[str, int]]:
    return [] if data is None else [cell_range(sheet, area) for sheet, area in data.areas]


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "title": axis.title,
        "min": axis.low,
        "max": axis.high,
        "reversed": axis.is_reversed,
        "shown": axis.is_shown,
    }
