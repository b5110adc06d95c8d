"""Workbooks of every kind, written by XlsxWriter: number n is the same one each time."""

from __future__ import annotations

import base64
import io
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def write_book(path: Path, number: int) -> Path:
    """One to three sheets of numbers, texts, dates and formulas, with up to five features drawn from all."""
    chance = random.Random(number)
    options = {"constant_memory": False, "use_future_functions": True, "in_memory": True}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})
        sheets = [book.add_worksheet(name) for name in ("Data", "二 二", "Notes & more")[: chance.randint(1, 3)]]
        for sheet in sheets:
            _fill(book, sheet, chance)
        for feature in chance.sample(_FEATURES, chance.randint(1, 5)):
            feature(book, chance.choice(sheets), chance)
        if chance.random() < 0.3:
            book.define_name("Total", f"='{sheets[0].name}'!$B$2:$B$21")
    return path


def _fill(book: Any, sheet: Any, chance: random.Random) -> None:
    formats = [book.add_format(look) for look in ({"bold": True}, {"num_format": "0.00"}, {"bg_color": "#FFEE00"})]
    sheet.write_row(0, 0, ["Name", "Value", "Twice", "When"])
    for row in range(1, 21):
        value = chance.randint(1, 999)
        sheet.write_string(row, 0, chance.choice(["red", "green & blue", " spaced ", "naïve 文字"]))
        sheet.write_number(row, 1, value, chance.choice([None, *formats]))
        sheet.write_formula(row, 2, f"=B{row + 1}*2", None, value * 2)
        sheet.write_datetime(row, 3, datetime(2026, 1, row), book.add_format({"num_format": "yyyy-mm-dd"}))


def _chart(kind: str) -> Callable[[Any, Any, random.Random], None]:
    def add(book: Any, sheet: Any, chance: random.Random) -> None:
        chart = book.add_chart({"type": kind})
        chart.add_series({"values": [sheet.name, 1, 1, 20, 1], "categories": [sheet.name, 1, 0, 20, 0]})
        sheet.insert_chart(f"F{chance.randint(2, 30)}", chart)

    return add


def _image(_book: Any, sheet: Any, _chance: random.Random) -> None:
    sheet.insert_image("K2", "pixel.png", {"image_data": io.BytesIO(_PIXEL)})


def _comment(_book: Any, sheet: Any, chance: random.Random) -> None:
    sheet.write_comment(f"A{chance.randint(2, 20)}", "Look at this")


def _table(_book: Any, sheet: Any, _chance: random.Random) -> None:
    sheet.add_table("M1:O5", {"data": [["a", 1, 2]] * 4, "columns": [{"header": name} for name in ("X", "Y", "Z")]})


def _validation(_book: Any, sheet: Any, _chance: random.Random) -> None:
    sheet.data_validation("E2:E20", {"validate": "list", "source": ["yes", "no"]})


def _conditional(_book: Any, sheet: Any, chance: random.Random) -> None:
    kind = chance.choice(["3_color_scale", "data_bar", "icon_set"])
    sheet.conditional_format("B2:B21", {"type": kind} | ({"icon_style": "3_arrows"} if kind == "icon_set" else {}))


def _sparkline(_book: Any, sheet: Any, _chance: random.Random) -> None:
    sheet.add_sparkline("E22", {"range": f"'{sheet.name}'!B2:B21"})


def _shape(_book: Any, sheet: Any, _chance: random.Random) -> None:
    sheet.insert_textbox("F40", "A box", {"width": 200, "height": 50})


def _merge(_book: Any, sheet: Any, _chance: random.Random) -> None:
    sheet.merge_range("A25:C26", "Merged")


def _sheet_look(_book: Any, sheet: Any, _chance: random.Random) -> None:
    sheet.freeze_panes(1, 1)
    sheet.autofilter("A1:D21")
    sheet.set_column("A:A", 25)
    sheet.set_header("&CTop")


def _rich(book: Any, sheet: Any, _chance: random.Random) -> None:
    sheet.write_rich_string("A30", "plain ", book.add_format({"bold": True}), "bold", " rest")
    sheet.write_url("A31", "https://example.com/", string="link")


def _dynamic(_book: Any, sheet: Any, _chance: random.Random) -> None:
    sheet.write_dynamic_array_formula("G50:G52", "=SORT(B2:B4)", None, 1)


_FEATURES: list[Callable[[Any, Any, random.Random], None]] = [
    *(_chart(kind) for kind in ("column", "line", "pie", "scatter", "area")),
    _image, _comment, _table, _validation, _conditional, _sparkline, _shape, _merge, _sheet_look, _rich, _dynamic,
]  # fmt: skip
