"""The part of a chart that is made here. Values are not stored: every reader has the cells."""

from __future__ import annotations

from collections.abc import Sequence

from app.package.charts.formulas import write_formula
from app.package.charts.from_selection import PALETTE
from app.package.charts.model import Area, Content, Data, Series
from app.package.charts.read_chart import SOURCE_URI
from app.package.xml_bytes import escape_attribute

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_AXES = '<c:axId val="10000001"/><c:axId val="10000002"/>'
_NO_TABS = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
_MAX_COLORED = 24
"""Slices of a pie that get a colour said; the rest have the program's own."""


def render_chart(content: Content, sheet_names: Sequence[str]) -> bytes:
    """A whole part, of a chart that was made from a selection. ``sheet_names`` by the index of the worksheet."""
    kind, series, source = content.kind, content.series, content.source
    if source is None:
        raise ValueError("only what was made from a selection is written")
    writer = _Writer(kind, sheet_names)
    is_round = kind in ("pie", "doughnut")
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if is_round or len(series) > 1 else ""
    area = write_formula(sheet_names[source.sheet], source.area)
    document = (
        f'{_HEAD}<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<c:roundedCorners val="0"/><c:chart>'
        f"{_title(content.title)}"
        '<c:autoTitleDeleted val="0"/>'
        f"<c:plotArea><c:layout/>{writer.group(series)}{_axes(kind)}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:extLst><c:ext uri="{SOURCE_URI}" xmlns:lb="urn:lifebound:chart">'
        f'<lb:headers row="{source.header_row:d}" column="{source.header_column:d}"/>'
        f"<lb:f>{_escape(area)}</lb:f></c:ext></c:extLst></c:chartSpace>"
    )
    return document.encode("utf-8")


def _title(text: str) -> str:
    if not text:
        return ""
    lines = "".join(
        '<a:p><a:pPr><a:defRPr sz="1400" b="1"/></a:pPr>'
        f'<a:r><a:rPr sz="1400" b="1"/><a:t>{_escape(line)}</a:t></a:r></a:p>'
        for line in text.split("\n")
    )
    return f'<c:title><c:tx><c:rich><a:bodyPr/>{lines}</c:rich></c:tx><c:overlay val="0"/></c:title>'


class _Writer:
    def __init__(self, kind: str, sheet_names: Sequence[str]) -> None:
        self._kind = kind
        self._names = sheet_names

    def group(self, series: Sequence[Series]) -> str:
        kind = self._kind
        each = "".join(self._series(number, one) for number, one in enumerate(series))
        if kind in ("column", "bar"):
            direction = "col" if kind == "column" else "bar"
            return (
                f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
                f'{each}<c:gapWidth val="80"/>{_AXES}</c:barChart>'
            )
        if kind == "line":
            return (
                '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
                f'{each}<c:marker val="1"/>{_AXES}</c:lineChart>'
            )
        if kind == "area":
            return f'<c:areaChart><c:grouping val="standard"/><c:varyColors val="0"/>{each}{_AXES}</c:areaChart>'
        if kind == "scatter":
            return (
                '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
                f"{each}{_AXES}</c:scatterChart>"
            )
        if kind == "doughnut":
            return (
                f'<c:doughnutChart><c:varyColors val="1"/>{each}'
                '<c:firstSliceAng val="0"/><c:holeSize val="50"/></c:doughnutChart>'
            )
        return f'<c:pieChart><c:varyColors val="1"/>{each}<c:firstSliceAng val="0"/></c:pieChart>'

    def _series(self, number: int, series: Series) -> str:
        """The order of the elements is the schema's."""
        kind = self._kind
        fill = "" if series.color is None else f'<a:solidFill><a:srgbClr val="{series.color[1:]}"/></a:solidFill>'
        pieces = [f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>', self._data("tx", "str", series.name)]
        if kind == "scatter":
            pieces.append('<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>')
            pieces.append(f'<c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>{fill}</c:spPr></c:marker>')
        elif kind == "line":
            pieces.append(f'<c:spPr><a:ln w="28575" cap="rnd">{fill}<a:round/></a:ln></c:spPr>')
            pieces.append(f'<c:marker><c:symbol val="circle"/><c:size val="5"/><c:spPr>{fill}</c:spPr></c:marker>')
        elif kind == "area" and series.color is not None:
            # What lies behind it is seen through it.
            clear = f'<a:solidFill><a:srgbClr val="{series.color[1:]}"><a:alpha val="35000"/></a:srgbClr></a:solidFill>'
            pieces.append(f'<c:spPr>{clear}<a:ln w="19050">{fill}</a:ln></c:spPr>')
        elif fill:
            pieces.append(f"<c:spPr>{fill}</c:spPr>")
        if kind in ("column", "bar"):
            pieces.append('<c:invertIfNegative val="0"/>')
        if kind in ("pie", "doughnut"):
            pieces.append(_points(series))
        scatter = kind == "scatter"
        pieces.append(self._data("xVal" if scatter else "cat", "num" if scatter else "str", series.categories))
        pieces.append(self._data("yVal" if scatter else "val", "num", series.values))
        if kind in ("line", "scatter"):
            pieces.append('<c:smooth val="0"/>')
        return "".join(pieces) + "</c:ser>"

    def _data(self, name: str, kind: str, data: Data | None) -> str:
        if data is None or not data.areas:
            return ""
        return f"<c:{name}><c:{kind}Ref><c:f>{_escape(self._formula(data.areas))}</c:f></c:{kind}Ref></c:{name}>"

    def _formula(self, areas: Sequence[Area]) -> str:
        formulas = [write_formula(self._names[sheet], area) for sheet, area in areas]
        return formulas[0] if len(formulas) == 1 else f"({','.join(formulas)})"


def _points(series: Series) -> str:
    count = min(_MAX_COLORED, sum(area.area for _, area in series.values.areas))
    return "".join(
        f'<c:dPt><c:idx val="{index}"/><c:bubble3D val="0"/><c:spPr><a:solidFill>'
        f'<a:srgbClr val="{PALETTE[index % len(PALETTE)][1:]}"/></a:solidFill></c:spPr></c:dPt>'
        for index in range(count)
    )


def _axes(kind: str) -> str:
    if kind in ("pie", "doughnut"):
        return ""
    low, side = ("l", "b") if kind == "bar" else ("b", "l")
    between = "midCat" if kind in ("area", "scatter") else "between"
    head = '<c:axId val="{0}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
    first, second = head.format(10000001), head.format(10000002)
    lines = (
        '<c:majorGridlines><c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr>'
        "</c:majorGridlines>"
    )
    number = f'<c:numFmt formatCode="General" sourceLinked="1"/>{_NO_TABS}'
    values = (
        f'<c:valAx>{second}<c:axPos val="{side}"/>{lines}{number}'
        f'<c:crossAx val="10000001"/><c:crosses val="autoZero"/><c:crossBetween val="{between}"/></c:valAx>'
    )
    crossing = '<c:crossAx val="10000002"/><c:crosses val="autoZero"/>'
    if kind == "scatter":
        return (
            f'<c:valAx>{first}<c:axPos val="{low}"/>{number}{crossing}<c:crossBetween val="midCat"/></c:valAx>{values}'
        )
    return (
        f'<c:catAx>{first}<c:axPos val="{low}"/>{number}{crossing}<c:auto val="1"/><c:lblAlgn val="ctr"/>'
        f'<c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>{values}'
    )


def _escape(text: str) -> str:
    # Control characters are no XML at all.
    return escape_attribute("".join(each for each in text if each >= " ")).decode("utf-8")
