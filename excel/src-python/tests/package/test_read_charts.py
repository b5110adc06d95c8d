"""Charts of other programs as they are read from a package."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import xlsxwriter
from tests.support.workbooks import rewrite

from app.package.addresses import Rectangle
from app.package.charts.find_charts import find_charts
from app.package.charts.model import Corner, Data, PackageChart

_NAMES = {"name": ["Data", 0, 1], "categories": ["Data", 1, 0, 4, 0], "values": ["Data", 1, 1, 4, 1]}


def write_chart(path: Path, kind: str, *series: dict[str, Any], **options: Any) -> Path:
    """A sheet ``Data``, a chart sheet before it, and a chart at C3."""
    with xlsxwriter.Workbook(path) as book:
        full = book.add_chartsheet("Full")
        sheet = book.add_worksheet("Data")
        for row in range(5):
            sheet.write_row(row, 0, [f"n{row}", row, row * 2])
        book.define_name("Known", "=Data!$B$2:$B$5")
        chart = book.add_chart({"type": kind, **options})
        for each in series:
            chart.add_series(each)
        sheet.insert_chart("C3", chart, {"x_offset": 5, "y_offset": 7})
        pie = book.add_chart({"type": "pie"})
        pie.add_series({"values": ["Data", 1, 1, 4, 1]})
        full.set_chart(pie)
    return path


def change_chart(path: Path, old: str, new: str, part: str = "xl/charts/chart") -> Path:
    """With ``old`` replaced in the charts, or another part, which has to be there."""
    found = []

    def change(name: str, body: bytes) -> bytes:
        if name.startswith(part) and re.search(old.encode(), body):
            found.append(name)
            return re.sub(old.encode(), new.encode(), body)
        return body

    changed = rewrite(path, path.with_suffix(".changed.xlsx"), change)
    assert found
    return changed


def only(path: Path) -> PackageChart:
    [chart] = find_charts(path).charts
    return chart


def cells(top: int, left: int, bottom: int, right: int) -> tuple[tuple[int, Rectangle], ...]:
    return ((0, Rectangle(top, left, bottom, right)),)


def test_a_chart_at_its_place(tmp_path: Path) -> None:
    found = find_charts(write_chart(tmp_path / "a.xlsx", "column", _NAMES, _NAMES | {"fill": {"color": "#12AB34"}}))
    [chart] = found.charts
    assert found.chart_sheets == ("Full",)
    assert (chart.sheet, chart.anchor.start, chart.content.kind) == (0, Corner(3, 3, 5, 7), "column")
    first, second = chart.content.series
    assert first.name == Data(cells(1, 2, 1, 2), ("0",))
    assert first.categories == Data(cells(2, 1, 5, 1), ("n1", "n2", "n3", "n4"))
    assert first.values == Data(cells(2, 2, 5, 2), (1, 2, 3, 4))
    assert (first.color, first.index, second.color, second.index) == (None, 0, "#12AB34", 1)
    assert chart.content.source is None
    assert found.accents[0] == "#4F81BD"


def test_kinds_stacks_and_axes(tmp_path: Path) -> None:
    path = write_chart(tmp_path / "bar.xlsx", "bar", _NAMES, subtype="percent_stacked")
    assert (only(path).content.kind, only(path).content.series[0].grouping) == ("bar", "percent")
    path = write_chart(tmp_path / "scatter.xlsx", "scatter", _NAMES, subtype="smooth")
    [series] = only(path).content.series
    assert (series.kind, series.has_line, series.has_markers, series.is_smooth) == ("scatter", True, False, True)
    path = write_chart(tmp_path / "dots.xlsx", "scatter", _NAMES)
    assert not only(path).content.series[0].has_line
    changed = change_chart(path, '<c:orientation val="minMax"/>', '<c:orientation val="maxMin"/><c:max val="9.5"/>')
    axis = only(changed).content.value_axis
    assert (axis.is_reversed, axis.low, axis.high) == (True, None, 9.5)


def test_a_combination_has_its_second_axis(tmp_path: Path) -> None:
    path = tmp_path / "combined.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        columns, line = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
        columns.add_series(_NAMES)
        line.add_series(_NAMES | {"y2_axis": True})
        columns.combine(line)
        line.set_y2_axis({"name": "Share"})
        sheet.insert_chart("C3", columns)
    content = only(path).content
    assert [(each.kind, each.is_secondary) for each in content.series] == [("column", False), ("line", True)]
    assert content.second_axis.title == "Share"


def test_titles(tmp_path: Path) -> None:
    path = write_chart(tmp_path / "a.xlsx", "column", _NAMES)
    assert only(path).content.is_title_automatic
    quiet = change_chart(path, "<c:plotArea>", '<c:autoTitleDeleted val="1"/><c:plotArea>')
    assert not only(quiet).content.is_title_automatic
    rich = "<c:tx><c:rich><a:p><a:r><a:t>Two </a:t></a:r><a:r><a:t>runs</a:t></a:r></a:p></c:rich></c:tx>"
    titled = change_chart(path, "<c:plotArea>", f"<c:title>{rich}</c:title><c:plotArea>")
    assert only(titled).content.title == "Two runs"
    linked = "<c:tx><c:strRef><c:f>Data!$A$1</c:f></c:strRef></c:tx>"
    of_a_cell = only(change_chart(path, "<c:plotArea>", f"<c:title>{linked}</c:title><c:plotArea>")).content
    assert (of_a_cell.title, of_a_cell.title_data) == ("", Data(cells(1, 1, 1, 1)))


def test_values_that_are_in_no_cell(tmp_path: Path) -> None:
    path = write_chart(tmp_path / "a.xlsx", "column", _NAMES)
    named = only(change_chart(path, r"Data!\$B\$2:\$B\$5", "a.xlsx!Known"))
    assert named.content.series[0].values.areas == cells(2, 2, 5, 2)
    both = only(change_chart(path, r"Data!\$B\$2:\$B\$5", r"(Data!$B$2:$B$3,Data!$B$5)"))
    assert both.content.series[0].values.areas == (*cells(2, 2, 3, 2), *cells(5, 2, 5, 2))
    for elsewhere in ("[1]Data!$B$2:$B$5", "Gone!$B$2:$B$5", "#REF!"):
        series = only(change_chart(path, r"Data!\$B\$2:\$B\$5", elsewhere)).content.series[0]
        assert series.values == Data((), (1, 2, 3, 4))


def test_what_can_not_be_drawn_says_what_it_is(tmp_path: Path) -> None:
    path = write_chart(tmp_path / "a.xlsx", "column", _NAMES)
    radar = change_chart(path, "c:barChart>", "c:radarChart>")
    assert (only(radar).content.kind, only(radar).content.what) == ("other", "radar")
    pivot = change_chart(path, "<c:chart>", "<c:pivotSource><c:name>P</c:name></c:pivotSource><c:chart>")
    assert only(pivot).content.what == "pivot"
    broken = change_chart(path, "</c:chartSpace>", "")
    assert (only(broken).content.kind, only(broken).content.what) == ("other", "unknown")
    new = change_chart(path, 'relationships/chart"', 'relationships/chartEx"', "xl/drawings/_rels")
    named = change_chart(new, "<c:ser>", '<c:series layoutId="waterfall"/><c:ser>')
    assert only(named).content.what == "waterfall"


def test_charts_that_share_an_identity_are_told_apart(tmp_path: Path) -> None:
    path = write_chart(tmp_path / "a.xlsx", "column", _NAMES)
    guid = "6F9619FF-8B86-4D01-B42D-00CF4FC964FF"
    extension = f'<a:extLst><a:ext uri="x"><a16:creationId xmlns:a16="y" id="{{{guid}}}"/></a:ext></a:extLst>'
    known = change_chart(path, '(name="Chart 1")/>', rf"\1>{extension}</xdr:cNvPr>", "xl/drawings/drawing")
    assert only(known).id == guid.lower()
    anchor = r"(?s)<xdr:twoCellAnchor>(.*?)</xdr:twoCellAnchor>"
    twice = change_chart(known, anchor, r"\g<0>\g<0>", "xl/drawings/drawing2")
    assert [chart.id for chart in find_charts(twice).charts] == ["xl/charts/chart2.xml"]
    # What is there for programs that don't know the first choice is not a second chart.
    both = r"<mc:Choice>\g<0></mc:Choice><mc:Fallback>\g<0></mc:Fallback>"
    choice = f'<mc:AlternateContent xmlns:mc="m">{both}</mc:AlternateContent>'
    assert len(find_charts(change_chart(known, anchor, choice, "xl/drawings/drawing2")).charts) == 1


def test_colours_of_the_theme(tmp_path: Path) -> None:
    path = write_chart(tmp_path / "a.xlsx", "column", _NAMES | {"fill": {"color": "#FF0000"}})
    lit = '<a:schemeClr val="accent1"><a:lumMod val="60000"/><a:lumOff val="40000"/></a:schemeClr>'
    found = only(change_chart(path, '<a:srgbClr val="FF0000"/>', lit)).content.series[0]
    # What Excel calls “Blue, Accent 1, Lighter 40 %”.
    assert found.color == "#95B3D7"
    dark = change_chart(path, '<a:srgbClr val="FF0000"/>', '<a:schemeClr val="tx1"/>')
    assert only(dark).content.series[0].color == "#000000"


def test_a_hundred_thousand_remembered_values_are_not_read(tmp_path: Path) -> None:
    path = write_chart(tmp_path / "a.xlsx", "column", _NAMES)
    points = "".join(f'<c:pt idx="{index}"><c:v>{index}</c:v></c:pt>' for index in range(50_000))
    large = change_chart(path, "</c:numCache>", f"{points}</c:numCache>")
    assert only(large).content.series[0].values == Data(cells(2, 2, 5, 2))
