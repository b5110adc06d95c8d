"""Reads the part of a chart."""

from __future__ import annotations

from collections.abc import Mapping

from app.package.charts.colors import color_of
from app.package.charts.formulas import SheetFormulas
from app.package.charts.model import Axis, Content, Data, Series, Source
from app.package.xml_tree import Element

SOURCE_URI = "{5A1F9C61-0F4B-4C0B-9D0E-6E1B6C5D2F7A}"
"""Of our own extension of a chart: the selection that it was made from."""
_KINDS = {
    "lineChart": "line",
    "areaChart": "area",
    "pieChart": "pie",
    "doughnutChart": "doughnut",
    "scatterChart": "scatter",
}
_GROUPINGS = {"stacked": "stacked", "percentStacked": "percent"}
_SIDES = {"r": "right", "tr": "right", "l": "left", "t": "top", "b": "bottom"}
_MIXED = {"column", "line", "area"}
"""Kinds that are drawn over one another."""
_MAX_FIXED = 20_000


def read_content(root: Element, formulas: SheetFormulas, theme: Mapping[str, str]) -> Content:
    """``theme``: colours as ``#RRGGBB`` by their names in the theme."""
    chart = root.find("chart")
    plot = None if chart is None else chart.find("plotArea")
    if chart is None or plot is None:
        return Content("other", "unknown")
    reader = _Reader(formulas, theme)
    groups = [element for element in plot.elements() if element.local.endswith("Chart")]
    kinds = [_kind_of(group) for group in groups]
    title = chart.find("title")
    text, data = ("", None) if title is None else reader.title(title)
    what = _not_drawn(root, groups, kinds)
    if what is not None:
        return Content("other", what, text, data)
    axes = {_value(axis, "axId"): axis for axis in plot.elements() if axis.local.endswith("Ax")}
    first, second, categories = _axes_of(groups, axes)
    series: list[tuple[int, Series]] = []
    for group, kind in zip(groups, kinds, strict=True):
        is_secondary = second is not None and _values_axis(group, axes) is second
        for element in group.elements("ser"):
            order = _integer(_value(element, "order"))
            series.append((order, reader.series(element, group, kind, is_secondary=is_secondary)))
    series.sort(key=lambda pair: pair[0])
    legend = chart.find("legend")
    is_automatic = text == "" and data is None and (title is not None or not _flag(chart, "autoTitleDeleted"))
    return Content(
        kinds[0],
        "",
        text,
        data,
        is_automatic,
        tuple(each for _, each in series),
        None if legend is None else _SIDES.get(_value(legend, "legendPos") or "r", "right"),
        reader.axis(categories),
        reader.axis(first),
        reader.axis(second),
        not _flag(chart, "plotVisOnly", missing=True),
        _read_source(root, formulas),
    )


def _kind_of(group: Element) -> str:
    if group.local == "barChart":
        return "bar" if _value(group, "barDir") == "bar" else "column"
    return _KINDS.get(group.local, "other")


def _not_drawn(root: Element, groups: list[Element], kinds: list[str]) -> str | None:
    """What can't be drawn: the file's word without ``Chart``; None when it can."""
    if root.find("pivotSource") is not None:
        return "pivot"
    if not groups:
        return "unknown"
    for group, kind in zip(groups, kinds, strict=True):
        if kind == "other":
            return group.local.removesuffix("Chart")
    if len(set(kinds)) > 1 and not set(kinds) <= _MIXED:
        return "combined"
    return None


def _values_axis(group: Element, axes: Mapping[str | None, Element]) -> Element | None:
    """The last axis of a group is that of its values."""
    named = [axes.get(each.get("val")) for each in group.elements("axId")]
    return named[-1] if named else None


def _axes_of(
    groups: list[Element], axes: Mapping[str | None, Element]
) -> tuple[Element | None, Element | None, Element | None]:
    """Of the values, of those on a second axis, and of the categories."""
    first = _values_axis(groups[0], axes)
    second = next((axis for group in groups if (axis := _values_axis(group, axes)) is not first), None)
    named = [axes.get(each.get("val")) for each in groups[0].elements("axId")]
    return first, second, named[0] if named else None


def _read_source(root: Element, formulas: SheetFormulas) -> Source | None:
    extensions = root.find("extLst")
    for extension in [] if extensions is None else extensions.elements("ext"):
        formula = extension.find("f")
        headers = extension.find("headers")
        if extension.get("uri") == SOURCE_URI and formula is not None and headers is not None:
            areas = formulas.areas(formula.text)
            if len(areas) == 1:
                [(sheet, area)] = areas
                return Source(sheet, area, headers.get("row") == "1", headers.get("column") == "1")
    return None


class _Reader:
    def __init__(self, formulas: SheetFormulas, theme: Mapping[str, str]) -> None:
        self._formulas = formulas
        self._theme = theme

    def series(self, element: Element, group: Element, kind: str, *, is_secondary: bool) -> Series:
        name, categories = element.find("tx"), element.find("cat") or element.find("xVal")
        values = element.find("val") or element.find("yVal")
        shape, marker = element.find("spPr"), element.find("marker")
        line = None if shape is None else shape.find("ln")
        is_lined = kind in ("line", "scatter")
        shapes = (line if is_lined else shape, shape, None if marker is None else marker.find("spPr"))
        colors = (color_of(each, self._theme) for each in shapes)
        symbol = None if marker is None else _value(marker, "symbol")
        style = _value(group, "scatterStyle") or ""
        has_markers = symbol != "none"
        if marker is None and kind == "line":
            has_markers = _flag(group, "marker")
        return Series(
            kind,
            None if name is None else self.data(name),
            None if categories is None else self.data(categories),
            Data() if values is None else self.data(values) or Data(),
            next((color for color in colors if color is not None), None),
            _integer(_value(element, "idx")),
            tuple(self._points(element)),
            style != "marker" and (line is None or line.find("noFill") is None),
            has_markers,
            _flag(element, "smooth"),
            _GROUPINGS.get(_value(group, "grouping") or "", "none"),
            is_secondary,
        )

    def _points(self, element: Element) -> list[str | None]:
        points: list[str | None] = []
        for point in element.elements("dPt"):
            index = _value(point, "idx") or ""
            color = color_of(point.find("spPr"), self._theme)
            if color is not None and index.isdecimal() and int(index) < _MAX_FIXED:
                points += [None] * (int(index) + 1 - len(points))
                points[int(index)] = color
        return points

    def data(self, holder: Element) -> Data | None:
        """Of ``tx``, ``cat``, ``val``…: a reference, or what the file holds."""
        for source in holder.elements():
            formula = source.find("f")
            areas = () if formula is None else self._formulas.areas(formula.text)
            if source.local == "v":
                return Data(fixed=(source.text,))
            if source.local == "rich":
                return Data(fixed=(_rich_text(source),))
            return Data(areas, _fixed(source))
        return None

    def title(self, title: Element) -> tuple[str, Data | None]:
        text = title.find("tx")
        data = None if text is None else self.data(text)
        if data is None or data.areas:
            return "", data
        return str(data.fixed[0] or "") if data.fixed else "", None

    def axis(self, element: Element | None) -> Axis:
        if element is None:
            return Axis()
        title, scale = element.find("title"), element.find("scaling")
        return Axis(
            "" if title is None else self.title(title)[0],
            None if scale is None else _number(_value(scale, "min")),
            None if scale is None else _number(_value(scale, "max")),
            scale is not None and _value(scale, "orientation") == "maxMin",
            not _flag(element, "delete"),
        )


def _fixed(source: Element) -> tuple[float | str | None, ...]:
    """Values that a file holds itself, or remembers of cells that are not to be found."""
    is_number = source.local.startswith("num")
    points: dict[int, float | str | None] = {}
    for point in source.walk():
        index, value = point.get("idx") or "", point.find("v")
        if point.local == "pt" and value is not None and index.isdecimal() and int(index) < _MAX_FIXED:
            points[int(index)] = _number(value.text) if is_number else value.text
    return tuple(points.get(index) for index in range(max(points, default=-1) + 1))


def _rich_text(rich: Element) -> str:
    lines = []
    for paragraph in rich.elements("p"):
        lines.append("".join(run.text for run in paragraph.walk() if run.local == "t"))
    return "\n".join(lines).strip()


def _value(parent: Element, local: str) -> str | None:
    found = parent.find(local)
    return None if found is None else found.get("val")


def _flag(parent: Element, local: str, *, missing: bool = False) -> bool:
    """An element without a value says yes."""
    found = parent.find(local)
    if found is None:
        return missing
    return found.get("val") not in ("0", "false")


def _integer(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
