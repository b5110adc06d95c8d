"""Formulas of a whole workbook, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable

from app.package.edit_package import PackageEdit
from app.package.structure.names import change_names
from app.package.structure.related import change_charts, link_parts
from app.package.structure.sheet import change_sheet
from app.package.structure.tables import change_table


def follow_everywhere(edit: PackageEdit, seen_from: Callable[[str], Callable[[str], str]]) -> None:
    """Rewrites them after cells have moved along both axes.

    ``seen_from``: how, by the sheet that a formula is on; ``""``: on none, as in charts and names.
    """
    for sheet in edit.package.sheets:
        rewrite = seen_from(sheet.name)
        edit.put(sheet.part, change_sheet(edit.package, sheet, rewrite))
        for part in link_parts(edit.package, sheet.part, "table"):
            edit.put(part, change_table(edit.read(part), rewrite, None))
    anywhere = seen_from("")
    change_charts(edit, anywhere)
    change_names(edit.workbook, anywhere, ("row", "column"))
    edit.drop_calculation_chain()
