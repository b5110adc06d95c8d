"""A copy in another file; what is open stays as it is."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from app.engine.calamine_view import CalamineView, RawCell
from app.operations.export_csv import check_new
from app.operations.rebase import write_steps
from app.package.addresses import format_address
from app.package.cell_xml import CellChange, render_new_cell
from app.package.edit_package import PackageEdit
from app.package.looks.formats import Formats
from app.package.parts import Package
from app.package.save import save
from app.package.structure.sheet_list import add_sheet, rename_sheet
from app.package.write_package import write_package
from app.workbook.content import Computed, read_computed
from app.workbook.template import write_template

if TYPE_CHECKING:
    from app.workbook.workbook import Workbook

_EPOCH = datetime.datetime(1899, 12, 30)


def save_copy(workbook: Workbook, target: Path, *, overwrite: bool) -> int:
    """A copy of a computed workbook with all that it has; the values of one that is read-only. Gives its size."""
    content = workbook.content
    if isinstance(content, Computed):
        check_new(target, f".{workbook.kind}", overwrite=overwrite)
        before = read_computed(workbook.source).engine
        edits = workbook.history.net_edits()
        with tempfile.TemporaryDirectory(prefix="lifebound-") as folder:
            looked = write_steps(workbook.source, workbook.history.file_steps(), Path(folder))
            return save(looked, target, edits, before, content.engine).bytes
    check_new(target, ".xlsx", overwrite=overwrite)
    return _save_values(content.view, target)


def _save_values(view: CalamineView, target: Path) -> int:
    with tempfile.TemporaryDirectory(prefix="lifebound-") as folder:
        empty = Path(folder) / "empty.xlsx"
        named = Path(folder) / "named.xlsx"
        write_template(empty)
        names = [sheet.name for sheet in view.sheets()]
        with Package(empty) as template:
            edit = PackageEdit(template)
            if names and names[0] != "Sheet1":
                rename_sheet(edit, template.sheets[0], names[0])
            for index, name in enumerate(names[1:], 1):
                add_sheet(edit, index, name)
            write_package(template, edit.finish(), named)
        with Package(named) as copy:
            edit = PackageEdit(copy)
            formats = Formats(edit.workbook_part_tree("styles"))
            styles = {
                kind: formats.derive(0, {"numberFormat": code})
                for kind, code in (("date", "yyyy-mm-dd"), ("moment", "yyyy-mm-dd hh:mm:ss"), ("time", "[h]:mm:ss"))
            }
            for sheet in copy.sheets:
                rows = _rows(view, sheet.index, styles)
                raw = copy.read(sheet.part)
                edit.put(sheet.part, [raw.replace(b"<sheetData/>", b"<sheetData>" + rows + b"</sheetData>", 1)])
            return write_package(copy, edit.finish(), target)


def _rows(view: CalamineView, sheet: int, styles: dict[str, int]) -> bytes:
    pieces: list[bytes] = []
    last = 0
    for row, column in view.filled(sheet, (1, 1, 1_048_576, 16_384)):
        if row != last:
            pieces.append(b'</row><row r="%d">' % row if last else b'<row r="%d">' % row)
            last = row
        value, style = _stored(view.raw(sheet, row, column))
        change = CellChange(value, replaces=True, is_inline=True)
        address = format_address(row, column)
        pieces.append(render_new_cell(address, change, b"", styles.get(style, 0), lambda base, _: base))
    return b"".join(pieces) + (b"</row>" if last else b"")


def _stored(value: RawCell) -> tuple[bool | float | str, str]:
    """As a file has it, and which format shows it."""
    if isinstance(value, bool | str):
        return value, ""
    if isinstance(value, int | float):
        return float(value), ""
    if isinstance(value, datetime.datetime):
        return (value - _EPOCH) / datetime.timedelta(days=1), "moment" if value.time() != datetime.time() else "date"
    if isinstance(value, datetime.date):
        return float((value - _EPOCH.date()).days), "date"
    if isinstance(value, datetime.timedelta):
        return value / datetime.timedelta(days=1), "time"
    return (datetime.datetime.combine(_EPOCH.date(), value) - _EPOCH) / datetime.timedelta(days=1), "time"
