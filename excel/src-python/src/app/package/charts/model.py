"""What a chart is, in a file or on its way into one."""

from __future__ import annotations

from dataclasses import dataclass

from app.package.addresses import Rectangle

DRAWN = ("column", "bar", "line", "area", "pie", "doughnut", "scatter")
"""Kinds that can be drawn; any other is ``other``."""

Area = tuple[int, Rectangle]
"""Index of a worksheet, and its cells."""


@dataclass(frozen=True)
class Corner:
    """A cell, counted from 1, and how far inside of it, in CSS px."""

    row: int
    column: int
    dx: float = 0
    dy: float = 0


@dataclass(frozen=True)
class Anchor:
    """From a corner to another, which moves with its cells, or so wide and high, in CSS px: one of the two is there."""

    start: Corner
    end: Corner | None = None
    size: tuple[float, float] | None = None


@dataclass(frozen=True)
class Data:
    """Cells, one area after the other, and what the chart remembers of them; without areas that is all there is."""

    areas: tuple[Area, ...] = ()
    fixed: tuple[float | str | None, ...] = ()


@dataclass(frozen=True)
class Series:
    """``color`` as ``#RRGGBB``; None: the next one of the chart's palette."""

    kind: str
    name: Data | None
    categories: Data | None
    """Of a scatter chart: its x."""
    values: Data
    color: str | None = None
    index: int = 0
    """Its place in the palette."""
    points: tuple[str | None, ...] = ()
    """Colours of single points, such as the slices of a pie."""
    has_line: bool = True
    has_markers: bool = True
    is_smooth: bool = False
    grouping: str = "none"
    """``stacked``, ``percent`` or ``none``."""
    is_secondary: bool = False
    """Its values are on a second axis."""


@dataclass(frozen=True)
class Axis:
    """Of the categories (``x``) or the values."""

    title: str = ""
    low: float | None = None
    high: float | None = None
    is_reversed: bool = False
    is_shown: bool = True


@dataclass(frozen=True)
class Source:
    """The selection that a chart was made from here."""

    sheet: int
    area: Rectangle
    header_row: bool
    header_column: bool


@dataclass(frozen=True)
class Content:
    """What the part of a chart says."""

    kind: str
    what: str = ""
    """Of ``other``: which kind, in the file's word for it."""
    title: str = ""
    title_data: Data | None = None
    """Where the title is a cell's text."""
    is_title_automatic: bool = False
    """The name of its only series."""
    series: tuple[Series, ...] = ()
    legend: str | None = None
    """``right``, ``left``, ``top`` or ``bottom``."""
    category_axis: Axis = Axis()
    value_axis: Axis = Axis()
    second_axis: Axis = Axis()
    with_hidden: bool = False
    """Cells of hidden rows and columns are drawn too."""
    source: Source | None = None
    """None: it was made by another program."""


@dataclass(frozen=True)
class PackageChart:
    """A chart that stands on a worksheet."""

    id: str
    part: str
    drawing: str
    sheet: int
    anchor: Anchor
    content: Content
    name: str = ""
    """The drawing's own name for it, such as ``Chart 1``."""
