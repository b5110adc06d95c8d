"""Workbooks that tests open."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter


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


def rewrite(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy with every part passed through ``change``; None leaves the part out."""
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            body = change(name, package.read(name))
            if body is not None:
                copy.writestr(name, body)
    return target
