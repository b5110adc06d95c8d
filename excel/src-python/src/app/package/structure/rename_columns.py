"""Columns of tables get other names: in the table's part, and in all formulas that name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.package.edit_package import PackageEdit
from app.package.formula_tokens import Kind, tokenize
from app.package.parts import Package
from app.package.structure.names import change_names
from app.package.structure.related import link_parts
from app.package.structure.sheet import change_sheet
from app.package.structure.structured import escape_name, plain_name
from app.package.structure.tables import Table, change_table, column_name
from app.package.xml_tree import Tree

_ITEM = re.compile(r"\[((?:'.|[^\[\]'])*)\]")
_TO_CODE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)|[\x00-\x1f]")
Names = Mapping[str, str]
"""Old name, in lower case, to new one."""


@dataclass(frozen=True)
class Header:
    """The cells that a table's columns have their names in."""

    sheet: int
    table: str
    top: int
    left: int
    names: tuple[str, ...]

    def holds(self, row: int, column: int) -> bool:
        return row == self.top and self.left <= column < self.left + len(self.names)


@lru_cache(maxsize=16)
def read_headers(path: Path) -> tuple[Header, ...]:
    """Of a file that is never written again."""
    found = []
    with Package(path) as package:
        for sheet in package.sheets:
            for part in link_parts(package, sheet.part, "table"):
                table = Table.read(Tree(package.read(part)).root)
                if table is not None and table.header:
                    names = tuple(map(column_name, table.columns))
                    found.append(Header(sheet.index, table.name, table.area.top, table.area.left, names))
    return tuple(found)


def rename_columns(edit: PackageEdit, table: str, names: Names) -> None:
    """The header's cells have been written before."""

    def rewrite(formula: str) -> str:
        return rename_in_formula(formula, table, names)

    for sheet in edit.package.sheets:
        if b"[" in edit.read(sheet.part):
            edit.put(sheet.part, change_sheet(edit.package, sheet, rewrite))
        for part in link_parts(edit.package, sheet.part, "table"):
            edit.put(part, change_table(edit.read(part), rewrite, None))
            found = Table.read(edit.tree(part).root)
            if found is None or found.name.lower() != table.lower():
                continue
            for column in found.columns:
                new = names.get(column_name(column).lower())
                if new is not None:
                    # As Excel writes what an attribute can't hold.
                    column.set("name", _TO_CODE.sub(lambda match: f"_x{ord(match[0]):04x}_", new))
    change_names(edit.workbook, rewrite, ())
    edit.drop_calculation_chain()


def rename_in_formula(formula: str, table: str, names: Names) -> str:
    if table.lower() not in formula.lower() or "[" not in formula:
        return formula
    pieces: list[str] = []
    is_after_name = False
    for token in tokenize(formula):
        is_own = token.kind is Kind.BRACKETS and is_after_name
        pieces.append(_rename(token.text, names) if is_own else token.text)
        is_after_name = token.kind is Kind.NAME and token.text.lower() == table.lower()
    return "".join(pieces)


def _rename(brackets: str, names: Names) -> str:
    """``[Amount]``, ``[@Amount]``, ``[[#This Row],[Amount]]``."""
    inner = brackets[1:-1]
    if not _ITEM.search(inner):
        return f"[{_rename_item(inner, names)}]"
    return "[" + _ITEM.sub(lambda item: f"[{_rename_item(item[1], names)}]", inner) + "]"


def _rename_item(item: str, names: Names) -> str:
    mark = "@" if item.startswith("@") else ""
    new = names.get(plain_name(item.removeprefix("@")))
    return item if new is None or item.startswith("#") else mark + escape_name(new)
