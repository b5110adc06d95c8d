"""What must hold of any save, checked by other readers than the patcher's own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from app.package.cached import sheet_parts
from app.package.save import SaveReport

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Cell = tuple[int, int, int]


def raw_entries(path: Path) -> dict[str, tuple[bytes, bytes]]:
    """Compressed bytes and directory fields of each entry, by name, in the file's order."""
    entries = {}
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for info in archive.infolist():
            start = info.header_offset + 30
            start += int.from_bytes(data[start - 4 : start - 2], "little")
            start += int.from_bytes(data[info.header_offset + 28 : info.header_offset + 30], "little")
            fields = (info.date_time, info.compress_type, info.flag_bits, info.CRC, info.file_size, info.extra)
            entries[info.filename] = (data[start : start + info.compress_size], repr(fields).encode())
    return entries


def assert_untouched_parts_equal(original: Path, saved: Path, report: SaveReport) -> None:
    before, after = raw_entries(original), raw_entries(saved)
    changed = set(report.parts_changed)
    assert [name for name in before if name not in changed] == [name for name in after if name not in changed]
    for name, entry in before.items():
        if name not in changed:
            assert after[name] == entry, f"{name} changed"


def sheet_cells(data: bytes) -> tuple[dict[tuple[int, int], str], str, list[tuple[int, list[int]]]]:
    """Canonical XML of each cell, of the sheet without its rows, and the order of rows and columns."""
    root = ElementTree.fromstring(data)  # noqa: S314  (files of our own)
    cells: dict[tuple[int, int], str] = {}
    order: list[tuple[int, list[int]]] = []
    row_number = 0
    rows = root.find(f"{MAIN}sheetData")
    assert rows is not None
    for row in rows.findall(f"{MAIN}row"):
        row_number = int(row.get("r", row_number + 1))
        column = 0
        columns = []
        for cell in row.findall(f"{MAIN}c"):
            address = cell.get("r")
            column = column + 1 if address is None else _column(address)
            cell.tail = None
            cells[row_number, column] = ElementTree.tostring(cell, encoding="unicode")
            columns.append(column)
        order.append((row_number, columns))
    rows.clear()
    dimension = root.find(f"{MAIN}dimension")
    if dimension is not None:
        dimension.clear()
    return cells, ElementTree.tostring(root, encoding="unicode"), order


def _column(address: str) -> int:
    number = 0
    for letter in re.sub(r"\d", "", address):
        number = number * 26 + ord(letter.upper()) - 64
    return number


def changed_cells(original: Path, saved: Path) -> set[Cell]:
    """Cells whose XML differs; the rest of each sheet must be equal, and cells in order."""
    found: set[Cell] = set()
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(saved) as new:
        for sheet in sheet_parts(original):
            if old.read(sheet.part) == new.read(sheet.part):
                continue
            before, before_rest, before_order = sheet_cells(old.read(sheet.part))
            after, after_rest, after_order = sheet_cells(new.read(sheet.part))
            assert before_rest == after_rest
            if is_ordered(before_order):
                assert is_ordered(after_order), f"{sheet.part} is out of order"
            for cell in before.keys() | after.keys():
                if before.get(cell) != after.get(cell):
                    found.add((sheet.index, *cell))
    return found


def is_ordered(order: list[tuple[int, list[int]]]) -> bool:
    numbers = [number for number, _ in order]
    lists = [numbers, *(columns for _, columns in order)]
    return all(items == sorted(set(items)) for items in lists)


def formulas(path: Path) -> dict[Cell, str]:
    """Formulas as openpyxl reads them, shared ones written out."""
    book = openpyxl.load_workbook(path)
    found: dict[Cell, str] = {}
    for index, sheet in enumerate(book.worksheets):
        # Its rows would be laid out up to the last one in use.
        for (row, column), cell in sheet._cells.items():
            value = cell.value
            if isinstance(value, ArrayFormula):
                found[index, row, column] = f"{{{value.text}}} over {value.ref}"
            elif isinstance(value, DataTableFormula):
                found[index, row, column] = f"table {value.ref}"
            elif isinstance(value, str) and cell.data_type == "f":
                found[index, row, column] = value
    return found


def assert_other_formulas_equal(original: Path, saved: Path, edits: Mapping[Cell, str]) -> None:
    before, after = formulas(original), formulas(saved)
    for cell in before.keys() | after.keys():
        if cell not in edits:
            assert before.get(cell) == after.get(cell), f"{cell}: {before.get(cell)} → {after.get(cell)}"
