"""Workbooks that tests open."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from app.workbook.template import write_template


def write_numbers(path: Path) -> Path:
    """A1:A3 = 1, 2, 3; B1 = SUM; a second sheet that refers to the first; all caches right."""
    with xlsxwriter.Workbook(path) as workbook:
        first = workbook.add_worksheet("Numbers")
        for row, value in enumerate((1, 2, 3)):
            first.write_number(row, 0, value)
        first.write_formula("B1", "=SUM(A1:A3)", None, 6)
        second = workbook.add_worksheet("二")
        second.write_formula("A1", "=Numbers!B1*2", None, 12)
    return path


def files_in(folder: Path) -> list[Path]:
    """Without the owner files of what is open."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".~lock.", "~$")))


def rewrite(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy with every part passed through ``change``; None leaves the part out."""
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            body = change(name, package.read(name))
            if body is not None:
                copy.writestr(name, body)
    return target


def write_large(path: Path, rows: int) -> Path:
    """``rows`` × 10 cells, four of ten formulas without values. Not by XlsxWriter: 18 s for 100,000."""
    lines = []
    for row in range(1, rows + 1):
        numbers = [f'<c r="{letter}{row}"><v>{(row * 7 + ord(letter) * 13) % 1000 / 4}</v></c>' for letter in "ABCDEF"]
        formulas = {"G": f"A{row}+B{row}", "H": f"C{row}*D{row}", "I": f"SUM(A{row}:F{row})"}
        formulas["J"] = f"IF(A{row}&gt;100,G{row},H{row})"
        cells = [f'<c r="{letter}{row}"><f>{formula}</f></c>' for letter, formula in formulas.items()]
        lines.append(f'<row r="{row}">{"".join(numbers)}{"".join(cells)}</row>')
    empty = path.with_suffix(".empty")
    write_template(empty)
    data = "<sheetData>" + "".join(lines) + "</sheetData>"
    rewrite(empty, path, lambda _, body: body.replace(b"<sheetData/>", data.encode()))
    empty.unlink()
    return path


def write_slow(path: Path) -> Path:
    """Takes the engine minutes: look-ups in whole columns."""
    with xlsxwriter.Workbook(path) as workbook:
        data, look = workbook.add_worksheet("Data"), workbook.add_worksheet("Look")
        for row in range(500):
            data.write_row(row, 0, [f"k{row}", row])
        for row in range(2_000):
            look.write_formula(row, 0, f'=VLOOKUP("k{row % 600}",Data!A:B,2,FALSE)')
    return path
