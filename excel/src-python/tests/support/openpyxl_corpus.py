"""Workbooks as openpyxl writes them: shared strings in its own order, formulas without values, no calculation chain."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table


def write_openpyxl_book(path: Path, number: int) -> Path:
    """Number n has the same content each time."""
    chance = random.Random(number)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = chance.choice(["Data", "Größe & mehr", "表"])
    sheet.append(["Name", "Value", "Twice", None, "When"])
    for row in range(2, 22):
        value = chance.choice([chance.randint(1, 999), chance.random() * 100])
        day = datetime.date(2026, 1, row)
        sheet.append([chance.choice(["red", " spaced ", "naïve 文字"]), value, f"=B{row}*2", None, day])
    sheet["C22"] = "=SUM(C2:C21)"
    sheet["B2"].font = Font(bold=True)
    sheet["B3"].fill = PatternFill("solid", fgColor="FFEE00")
    other = book.create_sheet("Other")
    other["A1"] = f"='{sheet.title}'!C22/20"
    if chance.random() < 0.5:
        sheet["G1"] = ArrayFormula("G1:G3", "=B2:B4*3")
    if chance.random() < 0.5:
        chart = BarChart()
        chart.add_data(Reference(sheet, 2, 1, 2, 21), titles_from_data=True)
        sheet.add_chart(chart, "I2")
    if chance.random() < 0.5:
        sheet["A5"].comment = Comment("Look", "Somebody")
    if chance.random() < 0.5:
        validation = DataValidation(type="whole", operator="between", formula1="0", formula2="1000")
        validation.add("B2:B21")
        sheet.add_data_validation(validation)
    if chance.random() < 0.5:
        sheet.conditional_formatting.add(
            "B2:B21", CellIsRule("greaterThan", ["500"], fill=PatternFill(bgColor="FF0000"))
        )
        sheet.conditional_formatting.add("C2:C21", ColorScaleRule("min", None, "FFFFFF", "max", None, "00FF00"))
    if chance.random() < 0.5:
        other.append(["X", "Y"])
        other.append([1, 2])
        other.add_table(Table(displayName="Table1", ref="A2:B3"))
    if chance.random() < 0.5:
        sheet.merge_cells("A25:C26")
        sheet.freeze_panes = "B2"
        book.defined_names["Total"] = DefinedName("Total", attr_text=f"'{sheet.title}'!$C$22")
    book.save(path)
    return path
