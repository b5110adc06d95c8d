"""Writes the workbooks of the benchmark: ``workbooks.py FOLDER``. By XlsxWriter, with cached values as Excel leaves them."""

from __future__ import annotations

import sys
from pathlib import Path

import xlsxwriter

LARGE_ROWS = 100_000
LONG_ROWS = 1_048_576


def write_large(path: Path) -> None:
    """100,000 × 10 cells, 400,000 of them formulas over their own row; A1 is read by three of them."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Large")
        for row in range(LARGE_ROWS):
            number = row + 1
            a, b, c, d, e, f = ((row * 7 + column * 13) % 1000 / 4 for column in range(6))
            for column, value in enumerate((a, b, c, d, e, f)):
                sheet.write_number(row, column, value)
            formulas = (
                (f"=A{number}+B{number}", a + b),
                (f"=C{number}*D{number}", c * d),
                (f"=SUM(A{number}:F{number})", a + b + c + d + e + f),
                (f"=IF(A{number}>100,G{number},H{number})", a + b if a > 100 else c * d),
            )
            for column, (formula, value) in enumerate(formulas, 6):
                sheet.write_formula(row, column, formula, None, value)


def write_long(path: Path) -> None:
    """Every row that a sheet can have; column A is the row's number."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Long")
        for row in range(LONG_ROWS):
            sheet.write_number(row, 0, row + 1)
            sheet.write_number(row, 1, row % 97)


def write_small(path: Path) -> None:
    """20 × 3 cells."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Small")
        for row in range(20):
            sheet.write_number(row, 0, row)
            sheet.write_formula(row, 6, f"=A{row + 1}*2", None, row * 2)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    write_large(folder / "large.xlsx")
    write_long(folder / "long.xlsx")
    write_small(folder / "small.xlsx")
