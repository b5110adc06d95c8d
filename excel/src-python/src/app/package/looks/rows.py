"""Heights of rows, and rows that are hidden."""

from __future__ import annotations

from collections.abc import Callable, Collection

from app.package.structure.row_bytes import split_rows
from app.package.xml_bytes import set_attribute

Change = Callable[[bytes, int], bytes]
"""(attributes of a row, its number) → attributes."""


def change_rows(content: bytes, prefix: bytes, numbers: Collection[int], change: Change) -> bytes:
    """Changes the start tags of rows, making those that are not there."""
    missing = sorted(numbers)
    wanted = set(missing)
    pieces: list[bytes] = []
    position = 0

    def make_until(limit: int) -> None:
        nonlocal position
        while position < len(missing) and missing[position] < limit:
            number = missing[position]
            attributes = change(b' r="%d"' % number, number)
            if attributes.strip() != b'r="%d"' % number:
                pieces.append(b"<%srow%s/>" % (prefix, attributes))
            position += 1

    for number, row in split_rows(content, prefix):
        make_until(number)
        if number in wanted:
            position += 1
            end = row.index(b">")
            is_empty = row[end - 1 : end] == b"/"
            start = len(prefix) + 4
            attributes = row[start : end - 1 if is_empty else end]
            changed = change(set_attribute(attributes, b"r", str(number)), number)
            pieces.append(row[:start] + changed.rstrip() + (b"/>" if is_empty else b">") + row[end + 1 :])
        else:
            pieces.append(row)
    make_until(1 << 30)
    return b"".join(pieces)
