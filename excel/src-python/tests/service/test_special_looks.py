"""What the engine does not know of how cells look is read from the file, and follows what is done to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.support.service_process import ServiceProcess

_LOOKS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"indent": 2}, {"indent": 2, "align": "left"}),
    ({"indent": 1, "align": "right"}, {"indent": 1, "align": "right"}),
    ({"rotation": 45}, {"turn": 45}),
    ({"rotation": -90}, {"turn": -90}),
    ({"rotation": 270}, {"stacked": True}),
    ({"shrink": True}, {"shrink": True}),
    (
        {"pattern": 4, "fg_color": "#FF0000", "bg_color": "#FFFF00"},
        {"pattern": "lightGray #FF0000 #FFFF00", "fill": "#FFFF00"},
    ),
    ({"diag_type": 3, "diag_border": 1, "diag_color": "#FF0000"}, {"diagonal": "both thin #FF0000"}),
    ({"bold": True}, {"bold": True}),
]


@pytest.fixture
def book(service: ServiceProcess, tmp_path: Path) -> str:
    path = tmp_path / "looks.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for row, (given, _) in enumerate(_LOOKS):
            sheet.write(row, 1, f"text {row}", workbook.add_format(given))
    opened: str = service.call("workbook/open", path=str(path))["id"]
    return opened


def _styles(service: ServiceProcess, book: str) -> dict[int, dict[str, Any]]:
    window = service.call("sheet/window", workbook=book, sheet=0, top=1, left=1, rows=30, columns=3)
    return {cell["row"]: window["styles"][cell["style"]] for cell in window["cells"] if "style" in cell}


def test_are_read(service: ServiceProcess, book: str) -> None:
    styles = _styles(service, book)
    for row, (_, expected) in enumerate(_LOOKS, 1):
        found = {key: value for key, value in styles[row].items() if key in expected or key in ("pattern", "turn")}
        assert found == expected


def test_follow_inserted_rows(service: ServiceProcess, book: str) -> None:
    service.apply(book, {"kind": "insertRows", "sheet": 0, "row": 2, "count": 3})
    styles = _styles(service, book)
    assert (styles[1]["indent"], styles[6]["turn"]) == (2, 45)
    service.undo(book)
    assert _styles(service, book)[3]["turn"] == 45


def test_a_new_fill_ends_a_pattern(service: ServiceProcess, book: str) -> None:
    block = {"sheet": 0, "top": 7, "left": 2, "rows": 1, "columns": 1}
    service.apply(book, {"kind": "format", "range": block, "change": {"fill": "#00FF00"}})
    style = _styles(service, book)[7]
    assert (style["fill"], "pattern" in style) == ("#00FF00", False)


def test_parts_of_a_text_until_it_is_another_one(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "rich.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        bold = workbook.add_format({"bold": True, "font_color": "#C00000"})
        raised = workbook.add_format({"font_script": 1})
        sheet.write_rich_string("B2", bold, "Warm", " m", raised, "2")
        sheet.write("B3", 0)
        sheet.write("B4", "plain")
    book = service.call("workbook/open", path=str(path))["id"]

    def runs() -> dict[int, Any]:
        window = service.call("sheet/window", workbook=book, sheet=0, top=1, left=1, rows=9, columns=3)
        return {cell["row"]: cell["runs"] for cell in window["cells"] if "runs" in cell}

    found = runs()
    assert list(found) == [2]
    assert [run["text"] for run in found[2]] == ["Warm", " m", "2"]
    assert (found[2][0]["font"]["bold"], found[2][0]["font"]["color"]) == (True, "#C00000")
    assert found[2][2]["font"]["raised"] is True
    service.apply(book, {"kind": "insertRows", "sheet": 0, "row": 1, "count": 2})
    assert list(runs()) == [4]
    service.set_cell(book, 4, 2, "Cold m2")
    assert runs() == {}
    service.undo(book)
    assert list(runs()) == [4]
