"""Stored values of a row's formulas replaced, by one regular expression: after an edit that changes all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.package.addresses import column_number
from app.package.cell_xml import CellChange, render_value
from app.package.xml_bytes import set_attribute

_ROW_END = b"</row>"
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*)>(<f[^>]*>(?:[^<]*</f>)?)(?:<v[^>]*>[^<]*</v>|<v/>)?</c>')
_META = re.compile(rb"\s(?:t|vm)\s*=")


def patch_values(
    data: bytes, offset: int, row: int, cells: Sequence[tuple[int, CellChange]]
) -> tuple[tuple[int, int], bytes] | None:
    """The span of a row that begins at ``offset`` and its new bytes; None when anything but values changes in it."""
    if any(change.replaces or change.keeps_value or change.formula or change.restyle for _, change in cells):
        return None
    if data[data.index(b">", offset) - 1 : data.index(b">", offset)] == b"/":
        return None
    end = data.find(_ROW_END, offset) + len(_ROW_END)
    old = data[offset:end]
    if b"<!" in old or b"<?" in old:
        return None
    wanted: Mapping[int, CellChange] = dict(cells)
    number = b"%d" % row
    count = 0

    def write(cell: re.Match[bytes]) -> bytes:
        nonlocal count
        letters, digits, attributes, formula = cell.groups()
        change = wanted.get(column_number(letters.decode("ascii")))
        if change is None or digits != number:
            return cell[0]
        count += 1
        kind, value = render_value(change.value, b"", change.is_inline)
        if kind is not None or (attributes and _META.search(attributes)):
            attributes = set_attribute(set_attribute(attributes, b"t", kind), b"vm", None)
        return b'<c r="%s%s"%s>%s%s</c>' % (letters, digits, attributes, formula, value)

    new = _CELL.sub(write, old)
    return ((offset, end), new) if count == len(wanted) else None
