"""What is asked of ranges: sums for the status bar, values for charts, texts for the clipboard."""

from __future__ import annotations

import html
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.engine.port import CellError, Readable, Value
from app.errors import ServiceError
from app.operations.contents import MAX_CELLS
from app.package.addresses import Rectangle
from app.workbook.cached import Instead

_MAX_DISTINCT = 10_000
Area = tuple[int, Rectangle]


def read_stats(cells: Readable, areas: Iterable[Area]) -> dict[str, Any]:
    """A cell in two ranges counts twice, and one in a hidden row or column does not, as in Excel."""
    count = 0
    numbers: list[float] = []
    for sheet, area in areas:
        values = _shown_values(cells, sheet, area)
        count += len(values)
        numbers += [value for value in values if isinstance(value, float) and math.isfinite(value)]
    total = math.fsum(numbers) if numbers else None
    return {
        "count": count,
        "numbers": len(numbers),
        "sum": total,
        "average": None if total is None else total / len(numbers),
        "min": min(numbers, default=None),
        "max": max(numbers, default=None),
    }


def _shown_values(cells: Readable, sheet: int, area: Rectangle) -> list[Value]:
    used = cells.sheets()[sheet]
    bottom, right = min(area.bottom, used.rows), min(area.right, used.columns)
    if bottom < area.top or right < area.left:
        return []
    rows = set(cells.hidden_rows(sheet, area.top, bottom))
    columns = {column for column in range(area.left, right + 1) if cells.column_width(sheet, column) == 0}
    if not rows and not columns:
        return cells.values(sheet, area)
    shown = [cell for cell in cells.filled(sheet, area) if cell[0] not in rows and cell[1] not in columns]
    return cells.values_of(sheet, [row for row, _ in shown], [column for _, column in shown])


def read_values(cells: Readable, sheet: int, area: Rectangle) -> dict[str, Any]:
    area = _used(cells, sheet, area)
    columns = range(area.left, area.right + 1)
    values: list[list[Any]] = []
    texts: list[list[str]] = []
    for row in range(area.top, area.bottom + 1):
        line = cells.values_of(sheet, [row] * len(columns), columns)
        shown = cells.texts_of(sheet, [row] * len(columns), columns)
        values.append([None if isinstance(value, CellError) else value for value in line])
        texts.append([text if value is not None else "" for value, text in zip(line, shown, strict=True)])
    return {"values": values, "texts": texts}


def _used(cells: Readable, sheet: int, area: Rectangle) -> Rectangle:
    """Cut to what is in use, at least one cell. Raises OUT_OF_RANGE."""
    used = cells.sheets()[sheet]
    bottom = max(area.top, min(area.bottom, used.rows))
    right = max(area.left, min(area.right, used.columns))
    area = Rectangle(area.top, area.left, bottom, right)
    if area.area > MAX_CELLS:
        raise ServiceError(
            "OUT_OF_RANGE", f"{area.area:,} cells are too many at once: at most {MAX_CELLS:,}. Choose fewer."
        )
    return area


def read_copy(cells: Readable, sheet: int, area: Rectangle, instead: Instead | None = None) -> dict[str, str]:
    """Text with tabs, and an HTML table, of the rows and columns that are shown."""
    area = _used(cells, sheet, area)
    columns = [column for column in range(area.left, area.right + 1) if cells.column_width(sheet, column) != 0]
    lines: list[str] = []
    rows: list[str] = []
    for row in range(area.top, area.bottom + 1):
        if cells.row_height(sheet, row) == 0:
            continue
        looks = [cells.look(sheet, row, column) for column in columns]
        if instead is not None:
            shown = [instead((sheet, row, column)) for column in columns]
            looks = [
                look if one is None else replace(look, text=one.text) for look, one in zip(looks, shown, strict=True)
            ]
        lines.append("\t".join(_quote(look.text) for look in looks))
        rows.append("<tr>" + "".join(f"<td{_css(look.style)}>{_escape(look.text)}</td>" for look in looks) + "</tr>")
    table = "<table><tbody>" + "".join(rows) + "</tbody></table>"
    return {"tsv": "\n".join(lines), "html": f'<meta charset="utf-8">{table}'}


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '\t\n\r"') else text


def _escape(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _css(style: Mapping[str, Any]) -> str:
    rules = []
    for name, rule in (("bold", "font-weight:bold"), ("italic", "font-style:italic"), ("wrap", "white-space:pre-wrap")):
        if style.get(name):
            rules.append(rule)
    lines = [line for name, line in (("underline", "underline"), ("strike", "line-through")) if style.get(name)]
    if lines:
        rules.append("text-decoration:" + " ".join(lines))
    for name, rule in (("color", "color"), ("fill", "background-color"), ("align", "text-align")):
        if style.get(name):
            rules.append(f"{rule}:{style[name]}")
    return f' style="{html.escape(";".join(rules))}"' if rules else ""


def read_distinct(cells: Readable, sheet: int, area: Rectangle, column: int) -> dict[str, Any]:
    """Texts of a filter's column, without its header; numbers by size, then texts by their letters, empty last."""
    if not area.left <= column <= area.right:
        raise ServiceError("INVALID_PARAMS", f"Column {column} is outside of the range {area}. Choose one inside.")
    last = min(area.bottom, max(cells.sheets()[sheet].rows, area.top))
    counts: Counter[str] = Counter()
    sizes: dict[str, float] = {}
    rows = range(area.top + 1, last + 1)
    columns = [column] * len(rows)
    shown = cells.texts_of(sheet, rows, columns)
    for value, text in zip(cells.values_of(sheet, rows, columns), shown, strict=True):
        counts[text if value is not None else ""] += 1
        if isinstance(value, float):
            sizes.setdefault(text, value)
    order = sorted(counts, key=lambda text: (text == "", text not in sizes, sizes.get(text, 0.0), text.casefold()))
    texts = [{"text": text, "count": counts[text]} for text in order[:_MAX_DISTINCT]]
    return {"texts": texts, "more": len(order) > _MAX_DISTINCT}
