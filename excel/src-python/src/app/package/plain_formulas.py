"""The formulas of a plain sheet, by the thousand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.package.addresses import column_number
from app.package.plain_sheet import PlainSheet
from app.package.sheet_scan import ScannedCell
from app.package.xml_bytes import ATTRIBUTE, get_attribute
from app.package.xml_tree import unescape

_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*)><f([^>]*)>(?:([^<\r]*)</f>)?(<v>[^<\r]*</v>|<v/>)?</c>')
_ARRAY = re.compile(rb"""t=["'](?:array|dataTable)""")
_TYPE, _METADATA = re.compile(rb"\st\s*="), re.compile(rb"\scm\s*=")


@dataclass(frozen=True)
class NumberFormulas:
    """Cells with a formula of their own and a number or nothing as its value; lists of the same length."""

    rows: list[int]
    columns: list[int]
    formulas: list[bytes]
    """As XML has them."""
    values: list[bytes]
    """Empty: there is none."""

    def formula(self, index: int) -> str:
        return _text(self.formulas[index]).strip()

    def cell(self, index: int) -> ScannedCell:
        value = self.values[index].decode("utf-8") or None
        return ScannedCell(self.rows[index], self.columns[index], "n", value, True, self.formula(index), None, None)


def scan_formulas(
    sheet: PlainSheet, on_cell: Callable[[ScannedCell], None], on_numbers: Callable[[NumberFormulas], None]
) -> bool:
    """Every cell with a formula, most of them by ``on_numbers``. False: there are arrays, and nothing was read."""
    if _ARRAY.search(sheet.data):
        return False
    columns: dict[bytes, int] = {}
    for block in sheet.blocks():
        count = block.count(b"<f")
        if count == 0:
            continue
        found = _CELL.findall(block)
        if len(found) != count:
            sheet.scan_rows(block, on_cell, formulas=True)
            continue
        numbers = NumberFormulas([], [], [], [])
        for letters, digits, attributes, formula_attributes, formula, value in found:
            column = columns.get(letters)
            if column is None:
                column = columns[letters] = column_number(letters.decode("ascii"))
            if value != b"<v/>" and (not attributes or _is_number(attributes)) and not _TYPE.search(formula_attributes):
                numbers.rows.append(int(digits))
                numbers.columns.append(column)
                numbers.formulas.append(formula)
                numbers.values.append(value[3:-4])
            else:
                on_cell(_read(int(digits), column, attributes, formula_attributes, formula, value))
        if numbers.rows:
            on_numbers(numbers)
    return True


def _is_number(attributes: bytes) -> bool:
    return not _TYPE.search(attributes) and not _METADATA.search(attributes)


def _read(
    row: int, column: int, attributes: bytes, formula_attributes: bytes, formula: bytes, value: bytes
) -> ScannedCell:
    given = {
        match[1].decode("utf-8"): get_attribute(formula_attributes, match[1]) or ""
        for match in ATTRIBUTE.finditer(formula_attributes)
    }
    text = None if not value else _text(value[3:-4]) if len(value) > 4 else ""
    kind, metadata = get_attribute(attributes, b"t") or "n", get_attribute(attributes, b"cm")
    return ScannedCell(row, column, kind, text, True, _text(formula).strip(), given or None, metadata)


def _text(raw: bytes) -> str:
    return unescape(raw) if b"&" in raw else raw.decode("utf-8")
