"""Every chart that stands on a worksheet of a package."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from app.errors import ServiceError
from app.package.charts.colors import read_theme
from app.package.charts.formulas import SheetFormulas
from app.package.charts.frames import frames_of
from app.package.charts.model import Content, PackageChart
from app.package.charts.read_chart import read_content
from app.package.parts import MAIN, Package, SheetPart
from app.package.structure.related import link_parts
from app.package.xml_bytes import read_elements
from app.package.xml_tree import Tree

_MAX_KNOWN = 16
_MAX_CHART = 10_000_000
_MAX_WITH_VALUES = 1_000_000
_VALUES = re.compile(rb"<((?:\w+:)?(?:num|str|multiLvlStr)Cache)>.*?</\1>", re.DOTALL)


@dataclass(frozen=True)
class FoundCharts:
    """``chart_sheets``: names of sheets that are a chart and have no cells."""

    charts: tuple[PackageChart, ...] = ()
    chart_sheets: tuple[str, ...] = ()
    accents: tuple[str, ...] = ()
    """The theme's colours for series, ``#RRGGBB``."""
    damaged: frozenset[int] = frozenset()
    """Worksheets whose drawing can't be read: it is carried over as it is."""


def find_charts(path: Path, names: tuple[str, ...] = ()) -> FoundCharts:
    """Known as long as the file stays what it is. ``names``: see `SheetFormulas`. Raises what `Package` raises."""
    facts = path.stat()
    return _find(path, names, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=_MAX_KNOWN)
def _find(path: Path, names: tuple[str, ...], _changed_ns: int, _size: int) -> FoundCharts:
    with Package(path) as package:
        theme = read_theme(package)
        formulas = SheetFormulas(package, names)
        charts: list[PackageChart] = []
        damaged: set[int] = set()
        for sheet in package.sheets:
            try:
                charts += _on_sheet(package, sheet, formulas, theme)
            except ServiceError:
                damaged.add(formulas.index(sheet))
        accents = tuple(theme[name] for number in range(1, 7) if (name := f"accent{number}") in theme)
        return FoundCharts(_name_apart(charts), _chart_sheets(package), accents, frozenset(damaged))


def _on_sheet(
    package: Package, sheet: SheetPart, formulas: SheetFormulas, theme: dict[str, str]
) -> Iterator[PackageChart]:
    for drawing in link_parts(package, sheet.part, "drawing"):
        raw = package.read(drawing)
        # Thousands of shapes take their time.
        frames = list(frames_of(Tree(raw).root)) if b"graphicFrame" in raw else []
        links = {link.id: link for link in package.relationships(drawing)}
        for frame in frames:
            link = links.get(frame.link)
            if link is None or package.entry(link.target) is None:
                continue
            content = _read_content(package, link.target, link.kind, formulas, theme)
            identity = frame.guid or link.target
            yield PackageChart(identity, link.target, drawing, formulas.index(sheet), frame.anchor, content, frame.name)


def _read_content(package: Package, part: str, kind: str, formulas: SheetFormulas, theme: dict[str, str]) -> Content:
    try:
        raw = _without_values(package.read(part))
        if len(raw) > _MAX_CHART:
            return Content("other", "unknown")
        root = Tree(raw).root
    except ServiceError:
        return Content("other", "unknown")
    if kind == "chartEx":
        layouts = [each.get("layoutId") for each in root.walk() if each.local == "series"]
        return Content("other", layouts[0] if layouts and layouts[0] else "unknown")
    return read_content(root, formulas, theme)


def _without_values(raw: bytes) -> bytes:
    """What a chart remembers of hundreds of thousands of cells takes seconds to read, and all of it is in the cells."""
    return raw if len(raw) <= _MAX_WITH_VALUES else _VALUES.sub(b"", raw)


def _name_apart(charts: list[PackageChart]) -> tuple[PackageChart, ...]:
    """Charts that were copied share their identity: those are told apart by their parts.

    A part that is shown twice is one chart: it can't be told which of the two is meant.
    """
    counts = Counter(chart.id for chart in charts)
    named = [chart if counts[chart.id] == 1 else replace(chart, id=chart.part) for chart in charts]
    return tuple({chart.id: chart for chart in named}.values())


def _chart_sheets(package: Package) -> tuple[str, ...]:
    kinds = {link.id: link.kind for link in package.relationships(package.workbook_part)}
    found: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == f"{MAIN}}}sheet":
            link = next((value for name, value in attributes.items() if name.endswith("}id")), "")
            if kinds.get(link) == "chartsheet":
                found.append(attributes.get("name", ""))

    read_elements(package.read(package.workbook_part), start)
    return tuple(found)
