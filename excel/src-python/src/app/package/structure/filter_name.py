"""The hidden defined name of a sheet's filter."""

from __future__ import annotations

from app.package.addresses import Rectangle, column_letters
from app.package.edit_package import PackageEdit
from app.package.parts import SheetPart
from app.package.structure.formula_rewrite import sheet_prefix
from app.package.structure.sheet_list import list_of_sheets, worksheets
from app.package.xml_tree import Element

_FILTER_NAME = "_xlnm._FilterDatabase"


def name_filter(edit: PackageEdit, sheet: SheetPart, area: Rectangle | None) -> None:
    """The hidden name by which Excel and LibreOffice know a sheet's filter; None: it has none any more."""
    place = str(list_of_sheets(edit).elements("sheet").index(worksheets(edit)[sheet.index]))
    names = edit.workbook.find("definedNames")
    if names is None:
        if area is None:
            return
        names = Element(edit.workbook.prefix + b"definedNames")
        order = edit.workbook.children
        order.insert(order.index(_place_of_names(edit)) + 1, names)
    names.remove_all(lambda name: name.get("name") == _FILTER_NAME and name.get("localSheetId") == place)
    if area is not None:
        corners = ":".join(f"${column_letters(column)}${row}" for row, column in (area[:2], area[2:]))
        name = names.add("definedName", name=_FILTER_NAME, localSheetId=place, hidden=1)
        name.text = sheet_prefix(sheet.name) + corners
    if not names.elements():
        edit.workbook.remove(names)


def _place_of_names(edit: PackageEdit) -> Element:
    """The element behind which defined names stand (ECMA-376 part 1, 18.2.27)."""
    before = ("sheets", "functionGroups", "externalReferences")
    return [child for child in edit.workbook.elements() if child.local in before][-1]
