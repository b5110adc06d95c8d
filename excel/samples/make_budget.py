"""Writes ``budget.xlsx`` beside itself, the workbook that newcomers open first: ``python make_budget.py``.

A small team's year: a plan with formulas over several sheets, a chart, number formats, frozen panes, Chinese text.
The values of its formulas are stored too, so that a viewer that does not calculate shows them.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
RATES = {"Inflation 通胀": 0.025, "Tax 税率": 0.19, "Reserve 储备": 0.1}
INCOME = {"Projects 项目": (42_000, 800), "Support 服务": (9_500, 150), "Training 培训": (3_200, -40)}
COSTS = {
    "Salaries 工资": (28_500, 0),
    "Office 房租": (3_400, 0),
    "Travel 差旅": (1_250, 60),
    "Software 软件": (980, 15),
    "Marketing 市场": (1_600, 90),
}
EXPENSES = [
    (datetime.date(2026, 1, 8), "Train to Hamburg", "Travel 差旅", 184.5, True),
    (datetime.date(2026, 1, 19), "Licences, 12 seats", "Software 软件", 948.0, True),
    (datetime.date(2026, 2, 3), "展会资料印刷", "Marketing 市场", 612.3, True),
    (datetime.date(2026, 2, 17), "Hotel, 2 nights", "Travel 差旅", 296.0, False),
    (datetime.date(2026, 3, 2), "Office chairs", "Office 房租", 1_140.0, True),
    (datetime.date(2026, 3, 26), "搜索广告", "Marketing 市场", 455.8, False),
    (datetime.date(2026, 4, 14), "Flight to 上海", "Travel 差旅", 1_023.4, True),
]


def main(path: Path) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"title": "Team budget 2026 团队预算", "created": datetime.datetime(2026, 1, 2)})
        formats = make_formats(workbook)
        overview = workbook.add_worksheet("Overview 概览")
        plan = workbook.add_worksheet("Plan 计划")
        expenses = workbook.add_worksheet("Expenses 支出")
        rates = workbook.add_worksheet("Rates 参数")
        write_rates(workbook, rates, formats)
        totals = write_plan(plan, formats)
        spent = write_expenses(expenses, formats)
        write_overview(workbook, overview, formats, totals, spent)


def make_formats(workbook: Workbook) -> dict[str, Any]:
    return {
        "title": workbook.add_format({"bold": True, "font_size": 16, "font_color": "#1F4E79"}),
        "head": workbook.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "align": "center"}),
        "group": workbook.add_format({"bold": True, "bg_color": "#DDEBF7"}),
        "money": workbook.add_format({"num_format": "#,##0;[Red]-#,##0"}),
        "cents": workbook.add_format({"num_format": "#,##0.00 €"}),
        "total": workbook.add_format({"num_format": "#,##0;[Red]-#,##0", "bold": True, "top": 1}),
        "percent": workbook.add_format({"num_format": "0.0%"}),
        "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        "note": workbook.add_format({"italic": True, "font_color": "#7F7F7F"}),
    }


def write_rates(workbook: Workbook, sheet: Worksheet, formats: dict[str, Any]) -> None:
    sheet.set_column("A:A", 22)
    sheet.write_row("A1", ["Parameter 参数", "Value 值"], formats["head"])
    for row, (name, value) in enumerate(RATES.items(), start=1):
        sheet.write(row, 0, name)
        sheet.write(row, 1, value, formats["percent"])
    workbook.define_name("Tax", "='Rates 参数'!$B$3")


def write_plan(sheet: Worksheet, formats: dict[str, Any]) -> list[float]:
    """Returns the month's results."""
    sheet.set_column("A:A", 20)
    sheet.set_column("B:N", 10)
    sheet.freeze_panes(1, 1)
    sheet.write_row("A1", ["", *MONTHS, "Year 全年"], formats["head"])
    income = write_block(sheet, formats, 1, "Income 收入", INCOME)
    costs = write_block(sheet, formats, 3 + len(INCOME), "Costs 成本", COSTS)
    income_row, costs_row = 3 + len(INCOME), 5 + len(INCOME) + len(COSTS)
    result_row = costs_row + 1
    sheet.write(result_row, 0, "Result 结余", formats["group"])
    results = [one - other for one, other in zip(income, costs, strict=True)]
    for column, value in enumerate([*results, sum(results)], start=1):
        letter = xl_col_to_name(column)
        sheet.write_formula(
            result_row, column, f"={letter}{income_row}-{letter}{costs_row}", formats["total"], round(value, 6)
        )
    sheet.conditional_format(
        result_row, 1, result_row, 13, {"type": "cell", "criteria": "<", "value": 0, "format": formats["note"]}
    )
    return results


def write_block(
    sheet: Worksheet, formats: dict[str, Any], top: int, name: str, lines: dict[str, tuple[int, int]]
) -> list[float]:
    """A heading, lines that grow by a step a month, and their sum. Returns the sum of each month."""
    sheet.merge_range(top, 0, top, 13, name, formats["group"])
    sums = [0.0] * 12
    for row, (line, (start, step)) in enumerate(lines.items(), start=top + 1):
        sheet.write(row, 0, line)
        for month in range(12):
            value = start + step * month
            sums[month] += value
            if month == 0:
                sheet.write_number(row, 1, value, formats["money"])
            else:
                formula = f"={xl_col_to_name(month)}{row + 1}+{step}"
                sheet.write_formula(row, month + 1, formula, formats["money"], value)
        year = sum(start + step * month for month in range(12))
        sheet.write_formula(row, 13, f"=SUM(B{row + 1}:M{row + 1})", formats["total"], year)
    bottom = top + len(lines) + 1
    sheet.write(bottom, 0, "Sum 合计")
    for column, value in enumerate([*sums, sum(sums)], start=1):
        letter = xl_col_to_name(column)
        formula = f"=SUM({letter}{top + 2}:{letter}{bottom})"
        sheet.write_formula(bottom, column, formula, formats["total"], value)
    return sums


def write_expenses(sheet: Worksheet, formats: dict[str, Any]) -> dict[str, float]:
    """Returns what was spent by line."""
    for columns, width in (("A:A", 12), ("B:B", 24), ("C:C", 18), ("D:E", 12)):
        sheet.set_column(columns, width)
    sheet.freeze_panes(1, 0)
    sheet.write_row("A1", ["Date 日期", "What 事由", "Line 科目", "Amount 金额", "Paid 已付"], formats["head"])
    spent = dict.fromkeys(COSTS, 0.0)
    for row, (day, what, line, amount, paid) in enumerate(EXPENSES, start=1):
        sheet.write_datetime(row, 0, datetime.datetime.combine(day, datetime.time()), formats["date"])
        sheet.write(row, 1, what)
        sheet.write(row, 2, line)
        sheet.write(row, 3, amount, formats["cents"])
        sheet.write_boolean(row, 4, paid)
        spent[line] += amount
    sheet.autofilter(0, 0, len(EXPENSES), 4)
    sheet.data_validation(1, 2, 200, 2, {"validate": "list", "source": list(COSTS)})
    return spent


def write_overview(
    workbook: Workbook, sheet: Worksheet, formats: dict[str, Any], results: list[float], spent: dict[str, float]
) -> None:
    sheet.set_column("A:A", 26)
    sheet.set_column("B:D", 14)
    sheet.set_row(0, 26)
    sheet.write("A1", "Team budget 2026 团队预算", formats["title"])
    plan_row = 7 + len(INCOME) + len(COSTS)
    result = sum(results)
    sheet.write("A3", "Result of the year 全年结余")
    sheet.write_formula("B3", f"='Plan 计划'!N{plan_row}", formats["money"], result)
    sheet.write("A4", "Tax 税")
    sheet.write_formula("B4", "=MAX(0,B3*Tax)", formats["money"], max(0.0, result * RATES["Tax 税率"]))
    sheet.write("A5", "After tax 税后")
    sheet.write_formula("B5", "=B3-B4", formats["total"], result - max(0.0, result * RATES["Tax 税率"]))
    sheet.write_row("A7", ["Line 科目", "Plan 计划", "Spent 已支", "Share 占比"], formats["head"])
    for row, (line, (start, step)) in enumerate(COSTS.items(), start=7):
        planned = sum(start + step * month for month in range(12))
        sheet.write(row, 0, line)
        plan_line = row + len(INCOME) - 2
        sheet.write_formula(row, 1, f"='Plan 计划'!N{plan_line}", formats["money"], planned)
        formula = f"=SUMIF('Expenses 支出'!C:C,A{row + 1},'Expenses 支出'!D:D)"
        sheet.write_formula(row, 2, formula, formats["money"], spent[line])
        sheet.write_formula(
            row, 3, f"=IF(B{row + 1}=0,0,C{row + 1}/B{row + 1})", formats["percent"], spent[line] / planned
        )
    sheet.write(
        "A14", "Change a number in Plan 计划 and watch this page. 修改计划表中的数字，看这里如何变化。", formats["note"]
    )
    chart = workbook.add_chart({"type": "column"})
    last = 7 + len(COSTS)
    for column, name in (("B", "Plan 计划"), ("C", "Spent 已支")):
        categories, values = f"='Overview 概览'!$A$8:$A${last}", f"='Overview 概览'!${column}$8:${column}${last}"
        chart.add_series({"name": name, "categories": categories, "values": values})
    chart.set_title({"name": "Plan and spent 计划与支出"})
    sheet.insert_chart("F2", chart)


if __name__ == "__main__":
    main(Path(__file__).with_name("budget.xlsx"))
