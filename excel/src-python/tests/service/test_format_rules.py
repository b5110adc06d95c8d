"""Conditional formats: evaluated as Excel does it, and followed through edits, inserted rows, undo and a restart."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.conftest import StartService
from tests.support.service_process import ServiceProcess
from tests.support.workbooks import rewrite

RED, GREEN = "#FFC7CE", "#C6EFCE"
_NUMBERS = (0, 10, 20, 30, 40, 60)


def _write(path: Path, rules: list[list[dict[str, Any]]], values: tuple[Any, ...] = _NUMBERS) -> Path:
    """One column of ``values``, and an empty cell below, for each list of rules. The named styles are red and green."""
    with xlsxwriter.Workbook(path) as book:
        formats = {color: book.add_format({"bg_color": color}) for color in (RED, GREEN)}
        sheet = book.add_worksheet()
        book.add_worksheet("Other").write(0, 0, 20)
        for column, own in enumerate(rules):
            sheet.write_column(0, column, values)
            for rule in own:
                format_ = formats.get(rule.get("format", ""))
                sheet.conditional_format(0, column, len(values), column, {**rule, "format": format_})
    return path


def _change_rule(source: Path, target: Path, old: str, new: str) -> Path:
    def change(name: str, body: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return body
        assert old.encode() in body
        return body.replace(old.encode(), new.encode())

    return rewrite(source, target, change)


class _Sheet:
    def __init__(self, service: ServiceProcess, path: Path) -> None:
        self.service = service
        self.id = service.call("workbook/open", path=str(path))["id"]

    def cells(self, rows: int = 8, columns: int = 20) -> dict[tuple[int, int], dict[str, Any]]:
        window = self.service.call("sheet/window", workbook=self.id, sheet=0, top=1, left=1, rows=rows, columns=columns)
        styles = window["styles"]
        return {
            (cell["row"], cell["column"]): {**cell, "style": styles[cell["style"]] if "style" in cell else {}}
            for cell in window["cells"]
        }

    def filled(self, column: int, color: str = RED, rows: int = 8) -> list[int]:
        """Rows whose cell in the column has this fill."""
        return [
            row for (row, at), cell in self.cells(rows).items() if at == column and cell["style"].get("fill") == color
        ]


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ({"type": "cell", "criteria": ">", "value": 20}, [4, 5, 6]),
        # An empty cell counts as 0, as in Excel.
        ({"type": "cell", "criteria": "<", "value": 20}, [1, 2, 7]),
        ({"type": "cell", "criteria": "between", "minimum": 40, "maximum": 20}, [3, 4, 5]),
        ({"type": "cell", "criteria": "not between", "minimum": 20, "maximum": 40}, [1, 2, 6, 7]),
        ({"type": "cell", "criteria": "==", "value": "Other!$A$1"}, [3]),
        ({"type": "formula", "criteria": "=MOD(ROW(A1),2)=0"}, [2, 4, 6]),
        ({"type": "formula", "criteria": "=A1>Other!$A$1"}, [4, 5, 6]),
        ({"type": "top", "value": 2}, [5, 6]),
        ({"type": "bottom", "value": 20, "criteria": "%"}, [1]),
        ({"type": "average", "criteria": "above"}, [4, 5, 6]),
        ({"type": "average", "criteria": "equal or below"}, [1, 2, 3]),
        ({"type": "no_blanks"}, [1, 2, 3, 4, 5, 6]),
        ({"type": "blanks"}, [7]),
    ],
)
def test_rules_about_numbers(service: ServiceProcess, tmp_path: Path, rule: dict[str, Any], rows: list[int]) -> None:
    path = _write(tmp_path / "rules.xlsx", [[{**rule, "format": RED}]])
    assert _Sheet(service, path).filled(1) == rows


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ({"type": "text", "criteria": "containing", "value": "PP"}, [1, 4]),
        ({"type": "text", "criteria": "not containing", "value": "pp"}, [2, 3, 5, 6, 7]),
        ({"type": "text", "criteria": "begins with", "value": "a"}, [1, 3]),
        ({"type": "text", "criteria": "ends with", "value": "le"}, [1]),
        ({"type": "cell", "criteria": "==", "value": '"APPLE"'}, [1]),
        # A text is more than any number.
        ({"type": "cell", "criteria": ">", "value": 7}, [1, 2, 3, 4, 6]),
        ({"type": "duplicate"}, [2, 6]),
        ({"type": "unique"}, [1, 3, 4, 5]),
    ],
)
def test_rules_about_texts(service: ServiceProcess, tmp_path: Path, rule: dict[str, Any], rows: list[int]) -> None:
    values = ("Apple", "bee", "apricot", "upper", 7, "Bee")
    path = _write(tmp_path / "rules.xlsx", [[{**rule, "format": RED}]], values)
    assert _Sheet(service, path).filled(1) == rows


def test_errors_and_dates(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "rules.xlsx"
    today = datetime.datetime.combine(datetime.datetime.now().astimezone().date(), datetime.time())
    with xlsxwriter.Workbook(path) as book:
        red = book.add_format({"bg_color": RED})
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
        sheet.write("A2", 1)
        sheet.conditional_format("A1:A2", {"type": "errors", "format": red})
        for row, days in enumerate((0, 1, 40)):
            sheet.write_datetime(row, 1, today - datetime.timedelta(days=days))
        sheet.conditional_format("B1:B3", {"type": "time_period", "criteria": "last 7 days", "format": red})
    opened = _Sheet(service, path)
    assert (opened.filled(1), opened.filled(2)) == ([1], [1, 2])


def test_the_first_rule_wins_and_may_stop_the_others(service: ServiceProcess, tmp_path: Path) -> None:
    above = {"type": "cell", "criteria": ">", "value": 30}
    any_number = {"type": "cell", "criteria": ">=", "value": 10}
    path = _write(
        tmp_path / "rules.xlsx",
        [
            [{**above, "format": GREEN}, {**any_number, "format": RED}],
            # It has no look of its own.
            [{**above, "stop_if_true": True}, {**any_number, "format": RED}],
        ],
    )
    opened = _Sheet(service, path)
    assert (opened.filled(1, GREEN), opened.filled(1)) == ([5, 6], [2, 3, 4])
    assert opened.filled(2) == [2, 3, 4]


def test_scales_bars_and_icons(service: ServiceProcess, tmp_path: Path) -> None:
    arrows = {"type": "icon_set", "icon_style": "3_arrows"}
    path = _write(
        tmp_path / "rules.xlsx",
        [
            [{"type": "2_color_scale", "min_color": "#000000", "max_color": "#3C3C3C"}],
            [{"type": "data_bar", "data_bar_2010": True, "bar_color": "#638EC6", "bar_only": True}],
            [arrows],
            [{**arrows, "reverse_icons": True, "icons_only": True}],
        ],
    )
    cells = _Sheet(service, path).cells()
    assert [cells[row, 1]["style"]["fill"] for row in (1, 2, 6)] == ["#000000", "#0A0A0A", "#3C3C3C"]
    assert cells[6, 2]["bar"] == {"from": 0, "to": 1, "color": "#638EC6", "gradient": True}
    assert (cells[4, 2]["bar"]["to"], cells[4, 2]["bare"]) == (0.5, True)
    assert [cells[row, 3]["icon"]["shape"] for row in (1, 4, 6)] == ["ArrowDown", "ArrowRight", "ArrowUp"]
    assert [cells[row, 4]["icon"]["shape"] for row in (1, 4, 6)] == ["ArrowUp", "ArrowRight", "ArrowDown"]
    assert "bare" not in cells[1, 3]
    assert cells[1, 4]["bare"] is True


def test_negative_bars_meet_at_the_axis(service: ServiceProcess, tmp_path: Path) -> None:
    rule = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True}
    path = _write(tmp_path / "rules.xlsx", [[rule]], (-10, 0, 20))
    cells = _Sheet(service, path).cells()
    bars = [cells[row, 1]["bar"] for row in (1, 2, 3)]
    assert [(bar["from"], bar["to"], bar["axis"]) for bar in bars] == [
        (0, 0.333, 0.333),
        (0.333, 0.333, 0.333),
        (0.333, 1, 0.333),
    ]
    assert bars[0]["color"] == "#FF0000"


def test_rules_follow_edits_rows_undo_and_a_restart(start: StartService, tmp_path: Path) -> None:
    rule = {"type": "cell", "criteria": ">", "value": "$A$3", "format": RED}
    path = _write(tmp_path / "rules.xlsx", [[rule, {"type": "data_bar"}]])
    service = start()
    opened = _Sheet(service, path)
    assert opened.filled(1) == [4, 5, 6]
    service.set_cell(opened.id, 3, 1, "35")
    assert opened.filled(1) == [5, 6]
    service.apply(opened.id, {"kind": "insertRows", "sheet": 0, "row": 1, "count": 2})
    assert opened.filled(1, rows=10) == [7, 8]
    service.kill()
    service = opened.service = start()
    assert opened.filled(1, rows=10) == [7, 8]
    service.undo(opened.id)
    service.undo(opened.id)
    assert opened.filled(1) == [4, 5, 6]
    assert opened.cells()[6, 1]["bar"]["to"] == 1


def test_whole_columns_cost_no_more_than_what_is_used(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "whole.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, _NUMBERS)
        red = book.add_format({"bg_color": RED})
        sheet.conditional_format("A1:Z1048576", {"type": "formula", "criteria": "=$A1>30", "format": red})
    # It took the engine 38 s to open, and 26 s for each edit: beyond the deadline.
    opened = _Sheet(service, path)
    assert opened.filled(3) == [5, 6]
    service.set_cell(opened.id, 500, 1, "35")
    assert opened.filled(20, rows=500) == [5, 6, 500]


def test_a_text_looked_for_in_a_cell(service: ServiceProcess, tmp_path: Path) -> None:
    rule = {"type": "text", "criteria": "containing", "value": "zz", "format": RED}
    source = _write(tmp_path / "source.xlsx", [[rule], []], ("Apple", "bee", "e", "x"))
    old = 'text="zz"><formula>NOT(ISERROR(SEARCH("zz",A1)))'
    path = _change_rule(source, tmp_path / "rules.xlsx", old, "><formula>NOT(ISERROR(SEARCH($B$3,A1)))")
    assert _Sheet(service, path).filled(1) == [1, 2, 3]


def test_what_the_engine_can_not_evaluate_is_not_drawn(service: ServiceProcess, tmp_path: Path) -> None:
    unknown = {"type": "formula", "criteria": '=NOSUCH(A1)=""', "format": RED}
    deviating = {"type": "average", "criteria": "1 std dev above", "format": RED}
    path = _write(tmp_path / "rules.xlsx", [[unknown], [deviating], [{"type": "no_blanks", "format": RED}]])
    opened = _Sheet(service, path)
    assert (opened.filled(1), opened.filled(2), opened.filled(3)) == ([], [], [1, 2, 3, 4, 5, 6])
    window = opened.service.call("sheet/window", workbook=opened.id, sheet=0, top=1, left=1, rows=2, columns=2)
    assert window["undrawnFormats"] == 2
