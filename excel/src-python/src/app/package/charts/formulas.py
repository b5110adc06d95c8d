"""The cells behind the formulas of charts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from app.package.addresses import Rectangle, column_letters
from app.package.charts.model import Area
from app.package.parts import Package, SheetPart
from app.package.references import find_references
from app.package.xml_tree import Element, Tree

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc][0-9]*|[Rr][0-9]*[Cc][0-9]*")
"""Names that would be read as a cell."""


class SheetFormulas:
    """Reads formulas as a package means them."""

    def __init__(self, package: Package, names: Sequence[str] = ()) -> None:
        """``names``: of all sheets, where they are counted in another way than worksheets are."""
        self._package = package
        self._sheets: Mapping[str, int] = {sheet.name.lower(): sheet.index for sheet in package.sheets}
        if names:
            self._sheets = {name.lower(): index for index, name in enumerate(names)}

    def index(self, sheet: SheetPart) -> int:
        return self._sheets.get(sheet.name.lower(), sheet.index)

    def areas(self, formula: str) -> tuple[Area, ...]:
        """Areas of a range, several ranges, or a defined name; none for what is not in this workbook's cells."""
        found = self._areas(formula)
        if found is None:
            name = formula.rpartition("!")[2].strip().lower()
            found = self._areas(self._names.get(name, ""))
        return found or ()

    def _areas(self, formula: str) -> tuple[Area, ...] | None:
        references, is_open, _ = find_references(formula)
        if is_open or not references:
            return None
        areas = []
        for sheet, area in references:
            index = None if sheet is None else self._sheets.get(sheet.lower())
            if index is None:
                return None
            areas.append((index, area))
        return tuple(areas)

    @cached_property
    def _names(self) -> dict[str, str]:
        names = Tree(self._package.read(self._package.workbook_part)).root.find("definedNames")
        elements: list[Element] = [] if names is None else names.elements("definedName")
        return {(element.get("name") or "").lower(): element.text for element in elements}


def write_formula(sheet_name: str, area: Rectangle) -> str:
    """``'My sheet'!$A$1:$B$9``."""
    first = f"${column_letters(area.left)}${area.top}"
    last = f"${column_letters(area.right)}${area.bottom}"
    quoted = "'" + sheet_name.replace("'", "''") + "'"
    name = sheet_name if _PLAIN.fullmatch(sheet_name) and not _CELL.fullmatch(sheet_name) else quoted
    return f"{name}!{first}" + ("" if first == last else f":{last}")
