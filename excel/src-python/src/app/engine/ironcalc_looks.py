"""Steps of `app.package.looks` as IronCalc shows them at once; the package has them when the file is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ironcalc
from ironcalc import UserModel

# IronCalc's own pixels: 9 for a character of width where Excel has 7, 25 for a row of 16.1 points. Measured.
WIDTH_FACTOR, DEFAULT_WIDTH = 7 / 9, 90.0
HEIGHT_FACTOR, DEFAULT_HEIGHT = (4 / 3) * (16.1 / 25), 25.0

_PATHS = {
    "bold": "font.b",
    "italic": "font.i",
    "underline": "font.u",
    "strike": "font.strike",
    "fontSizePt": "font.size",
    "color": "font.color",
    "fill": "fill.color",
    "align": "alignment.horizontal",
    "verticalAlign": "alignment.vertical",
    "wrap": "alignment.wrap_text",
    "numberFormat": "num_fmt",
}
_LINES = ("thin", "medium", "thick", "double", "dotted")


def is_shown_at_once(step: Mapping[str, Any]) -> bool:
    """Whether IronCalc has all of the step: not font names, some lines, and formats copied."""
    if step["do"] != "format":
        return step["do"] in ("sizeColumns", "sizeRows", "freeze")
    change = step["change"]
    borders = change.get("borders")
    lines = borders is None or borders["line"] in _LINES or (borders["line"], borders["edges"]) == ("none", "all")
    return lines and all(name in _PATHS or name == "borders" for name in change)


def show_look(model: UserModel, step: Mapping[str, Any]) -> int:
    """Gives how many steps of the model's own history it took."""
    if step["do"] == "format":
        return _format(model, step)
    sheet = step["sheet"]
    if step["do"] == "freeze":
        model.set_frozen_rows_count(sheet, step["rows"])
        model.set_frozen_columns_count(sheet, step["columns"])
        return 2
    steps = 0
    if step["do"] == "sizeColumns":
        first, last = step["column"], step["column"] + step["count"] - 1
        if "widthPx" in step:
            width = step["widthPx"]
            model.set_columns_width(sheet, first, last, DEFAULT_WIDTH if width is None else width / WIDTH_FACTOR)
            steps += 1
        if "hidden" in step:
            model.set_columns_hidden(sheet, first, last, step["hidden"])
            steps += 1
        return steps
    first, last = step["row"], step["row"] + step["count"] - 1
    if "heightPx" in step:
        height = step["heightPx"]
        model.set_rows_height(sheet, first, last, DEFAULT_HEIGHT if height is None else height / HEIGHT_FACTOR)
        steps += 1
    if "hidden" in step:
        model.set_rows_hidden(sheet, first, last, step["hidden"])
        steps += 1
    return steps


def _format(model: UserModel, step: Mapping[str, Any]) -> int:
    sheet: int = step["sheet"]
    top, left, bottom, right = step["area"]
    steps = 0
    for name, value in step["change"].items():
        if name == "borders":
            kind = "None" if value["line"] == "none" else value["edges"].capitalize()
            line = "thin" if value["line"] == "none" else value["line"]
            border: ironcalc._ironcalc.BorderAreaDict = {"item": {"style": line, "color": value["color"]}, "type": kind}
            model.set_area_with_border(sheet, top, left, bottom, right, border)
        else:
            model.update_range_style(sheet, top, left, bottom, right, _PATHS[name], _text(value))
        steps += 1
    return steps


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
