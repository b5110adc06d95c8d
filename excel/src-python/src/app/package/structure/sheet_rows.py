"""``<sheetData>`` with its rows, cells and formulas where a change puts them."""

from __future__ import annotations

from app.package.structure.quick_rows import QuickRows, split_blocks
from app.package.structure.row_bytes import split_rows, without_markup
from app.package.structure.row_writer import RowWriter
from app.package.structure.sheet_change import SheetChange


def rewrite_rows(content: bytes, prefix: bytes, change: SheetChange) -> bytes:
    """The content of ``<sheetData>``, rewritten. ``prefix`` of its elements, with the colon."""
    if b"<!" in content or b"<?" in content:
        content = without_markup(content)
    writer = RowWriter(prefix, change)
    # Inserted rows are made by the slow way anyway, inserted columns not.
    makes_columns = bool(change.made) and change.shift is not None and change.shift.axis == "column"
    is_slow = bool(prefix) or makes_columns or bool(change.spills)
    quick = None if is_slow else QuickRows(writer.rewrite_formulas, change.shift)
    pieces: list[bytes] = []
    number = 0
    for block in split_blocks(content, b"<%srow" % prefix):
        moved = None if quick is None else quick.rewrite(block)
        if quick is not None and moved is not None:
            pieces.append(moved)
            number = quick.last_row
        else:
            for found, row in split_rows(block, prefix, number):
                pieces += writer.rows(found, row)
                number = found
    return b"".join(pieces)
