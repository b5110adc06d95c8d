"""Charts: what a user does to them, and all that a workbook has."""

from __future__ import annotations

import logging
import math
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.engine.port import CellAddress, Engine
from app.errors import ServiceError
from app.operations.plan import Plan
from app.operations.take import (
    Given,
    cell_range,
    invalid,
    take_choice,
    take_flag,
    take_integer,
    take_object,
    take_range,
    take_text,
)
from app.package.addresses import MAX_COLUMN, MAX_ROW
from app.package.charts.find_charts import FoundCharts, find_charts
from app.package.charts.given import change_content, new_content, take_anchor
from app.package.charts.model import DRAWN, PackageChart
from app.workbook.cached import CachedCell
from app.workbook.content import PACKAGES, Computed, Viewed

if TYPE_CHECKING:
    from app.workbook.workbook import Workbook

_MAX_TEXT, _MAX_PX = 255, 1_000_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ChartList:
    """All charts of a workbook, as it is now."""

    charts: tuple[PackageChart, ...]
    made_here: frozenset[str]
    """Of those: made since the file was opened."""
    chart_sheets: tuple[str, ...]
    accents: tuple[str, ...]
    damaged: frozenset[int]
    """Sheets whose drawing can't be read, and so not be added to."""

    def find(self, identity: str) -> PackageChart | None:
        return next((chart for chart in self.charts if chart.id == identity), None)


def list_charts(workbook: Workbook) -> ChartList:
    """Of the file, with what was done since. Of a format that is only viewed there are none."""
    # A base that is gone is made again.
    _ = workbook.content
    found = _find_in_file(workbook) if workbook.kind in PACKAGES else FoundCharts()
    charts = {chart.id: chart for chart in found.charts}
    for step in workbook.history.charts():
        _follow(charts, step["id"], step["chart"])
    made = {given["id"] for step in workbook.history.done if (given := _given_of(step.change)) is not None}
    return ChartList(tuple(charts.values()), frozenset(made), found.chart_sheets, found.accents, found.damaged)


def _find_in_file(workbook: Workbook) -> FoundCharts:
    content = workbook.content
    # A view counts chart sheets as well.
    names = tuple(sheet.name for sheet in content.view.sheets()) if isinstance(content, Viewed) else ()
    try:
        return find_charts(workbook.source.original, names)
    except ServiceError as error:
        # What can't be saved, such as a strict workbook, can be viewed: without its charts.
        _log.warning("The charts of %s can't be read: %s", workbook.id, error.message)
        return FoundCharts()


def _given_of(change: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What made a chart."""
    given: Mapping[str, Any] | None = None if change is None else change.get("chart")
    return given if given is not None and "range" in (given["chart"] or {}) else None


def _follow(charts: dict[str, PackageChart], identity: str, given: Mapping[str, Any] | None) -> None:
    known = charts.get(identity)
    if given is None:
        charts.pop(identity, None)
    elif known is not None:
        anchor = take_anchor(given["anchor"]) if "anchor" in given else known.anchor
        charts[identity] = replace(known, anchor=anchor, content=change_content(known.content, given))
    elif "range" in given:
        sheet = given["range"]["sheet"]
        charts[identity] = PackageChart(identity, "", "", sheet, take_anchor(given["anchor"]), new_content(given))


def plan_set_chart(engine: Engine, given: Given, known: Callable[[], ChartList]) -> Plan:
    """Makes, changes or removes a chart. No steps: the file has it when it is written."""
    identity = take_text(given, "id")[:_MAX_TEXT]
    charts = known()
    chart = charts.find(identity)
    if given.get("chart") is None:
        if chart is None:
            raise _unknown(identity)
        return _plan(identity, None, (chart.sheet, chart.anchor.start.row, chart.anchor.start.column))
    change = _take_change(take_object(given, "chart"), engine.sheet_count())
    if chart is None:
        missing = [name for name in _TAKE if name not in change]
        if missing and len(missing) < len(_TAKE) - 1:
            raise invalid(f"chart.{missing[0]}", None, "there for a new chart")
        if missing:
            raise _unknown(identity)
        _check_new_id(identity)
        if change["range"]["sheet"] in charts.damaged:
            raise ServiceError(
                "STRUCTURE_REFUSED",
                "The drawing of this sheet is damaged, so that no chart can be added to it. Use another sheet.",
            )
    elif change.keys() - {"anchor"} and chart.content.source is None:
        raise ServiceError(
            "INVALID_PARAMS", "This chart was made by another program: here it can be moved, sized and removed."
        )
    anchor = change["anchor"]["from"] if "anchor" in change else {"row": 1, "column": 1}
    sheet = change["range"]["sheet"] if "range" in change else 0 if chart is None else chart.sheet
    if chart is not None and sheet != chart.sheet:
        raise invalid("chart.range.sheet", sheet, "the sheet that the chart stands on")
    return _plan(identity, change, (sheet, anchor["row"], anchor["column"]))


def _plan(identity: str, chart: Mapping[str, Any] | None, at: tuple[int, int, int]) -> Plan:
    return Plan(change={"steps": [], "chart": {"id": identity, "chart": chart}, "at": list(at)})


def _check_new_id(identity: str) -> None:
    try:
        is_uuid = str(uuid.UUID(identity)) == identity
    except ValueError:
        is_uuid = False
    if not is_uuid:
        raise invalid("id", identity, "a UUID in lower case for a new chart")


def _unknown(identity: str) -> ServiceError:
    return ServiceError("INVALID_PARAMS", f"There is no chart {identity[:60]!r}. Read the charts again.")


def _take_change(given: Given, sheets: int) -> dict[str, Any]:
    return {name: take(given, sheets) for name, take in _TAKE.items() if name in given}


def _take_area(given: Given, sheets: int) -> dict[str, int]:
    return cell_range(*take_range(given, "range", sheets))


def _take_anchor(given: Given, _: int) -> dict[str, Any]:
    anchor = take_object(given, "anchor")
    start = _take_corner(take_object(anchor, "from"))
    if anchor.get("to") is not None:
        end = _take_corner(take_object(anchor, "to"))
        if (end["row"], end["column"]) < (start["row"], start["column"]) or end["column"] < start["column"]:
            raise invalid("anchor.to", anchor["to"], "below and right of 'from'")
        return {"from": start, "to": end}
    size = take_object(anchor, "size")
    return {"from": start, "size": {name: _take_pixels(size, name) for name in ("width", "height")}}


def _take_corner(given: Given) -> dict[str, float]:
    row, column = take_integer(given, "row", 1, MAX_ROW), take_integer(given, "column", 1, MAX_COLUMN)
    return {"row": row, "column": column, "dx": _take_pixels(given, "dx"), "dy": _take_pixels(given, "dy")}


def _take_pixels(given: Given, name: str) -> float:
    value = given.get(name)
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or not 0 <= value <= _MAX_PX
    ):
        raise invalid(f"anchor.{name}", value, "a number of pixels")
    return value


_TAKE: dict[str, Callable[[Given, int], Any]] = {
    "kind": lambda given, _: take_choice(given, "kind", *DRAWN),
    "title": lambda given, _: take_text(given, "title")[:_MAX_TEXT],
    "range": _take_area,
    "headerRow": lambda given, _: take_flag(given, "headerRow"),
    "headerColumn": lambda given, _: take_flag(given, "headerColumn"),
    "anchor": _take_anchor,
}


def cached_of(workbook: Workbook) -> Callable[[CellAddress], CachedCell | None] | None:
    """What is shown in place of values that the engine can't compute; None when it can compute all."""
    content = workbook.content
    return workbook.cached if isinstance(content, Computed) and content.cached else None


def find_by_ids(charts: ChartList, ids: Iterable[str]) -> Sequence[PackageChart]:
    """Those that are there: one may have gone since it was asked for."""
    return [chart for identity in ids if (chart := charts.find(identity)) is not None]
