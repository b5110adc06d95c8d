"""The series of a chart that is made from a selection."""

from __future__ import annotations

from app.package.addresses import Rectangle
from app.package.charts.model import Data, Series, Source

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#7F7F7F")
"""Told apart by those who don't see all colours (Okabe and Ito)."""
_MAX_SERIES = 255
"""As many as Excel takes."""


def make_series(kind: str, source: Source) -> tuple[Series, ...]:
    """Columns are series, unless the selection is wider than high, as in Excel. A pie has one."""
    area = source.area
    top, left = area.top + source.header_row, area.left + source.header_column
    if top > area.bottom or left > area.right:
        return ()
    by_columns = kind == "scatter" or area.bottom - top >= area.right - left
    first, last = (left, area.right) if by_columns else (top, area.bottom)
    has_names, has_labels = source.header_row, source.header_column
    if not by_columns:
        has_names, has_labels = has_labels, has_names

    def line(index: int) -> Data:
        if by_columns:
            return _cells(source, top, index, area.bottom, index)
        return _cells(source, index, left, index, area.right)

    def name(index: int) -> Data | None:
        if not has_names:
            return None
        if by_columns:
            return _cells(source, area.top, index, area.top, index)
        return _cells(source, index, area.left, index, area.left)

    labels = None
    if kind == "scatter":
        # The first column gives the x of all others; a single one is drawn over its place.
        labels = line(first) if last > first else None
        first += last > first
    elif has_labels:
        labels = line(area.left if by_columns else area.top)
    if kind in ("pie", "doughnut"):
        last = first
    last = min(last, first + _MAX_SERIES - 1)
    return tuple(
        Series(
            kind,
            name(index),
            labels,
            line(index),
            color=None if kind in ("pie", "doughnut") else PALETTE[number % len(PALETTE)],
            index=number,
            has_line=kind != "scatter",
        )
        for number, index in enumerate(range(first, last + 1))
    )


def _cells(source: Source, top: int, left: int, bottom: int, right: int) -> Data:
    return Data(((source.sheet, Rectangle(top, left, bottom, right)),))
