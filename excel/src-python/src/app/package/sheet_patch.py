"""Rewrites the touched cells of a worksheet part; all other bytes are carried over."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from app.package.addresses import Rectangle, format_address, parse_address
from app.package.cell_xml import CellChange, DeriveStyle, patch_cell, render_new_cell
from app.package.sheet_scan import SheetScan
from app.package.value_patch import patch_values
from app.package.xml_bytes import TOKEN, get_attribute, set_attribute, unreadable

Blocks = list[bytes | memoryview]


@dataclass(frozen=True)
class _Head:
    """What comes before the rows."""

    prefix: bytes
    sheet_data: tuple[int, int]
    """Span of the start tag of ``<sheetData>``."""
    is_empty: bool
    dimension: tuple[int, int] | None
    column_styles: tuple[tuple[int, int, int], ...]
    """(first, last, style) of the columns that have one."""


def patch_sheet(
    data: bytes, scan: SheetScan, changes: Mapping[tuple[int, int], CellChange], derive: DeriveStyle
) -> Blocks:
    """The part's UTF-8 bytes with the changes made, as blocks of old and new bytes."""
    head = _read_head(data)
    by_row: dict[int, list[tuple[int, CellChange]]] = defaultdict(list)
    for (row, column), change in sorted(changes.items()):
        by_row[row].append((column, change))
    edits = _expand_dimension(data, head, changes)
    places = dict(zip(scan.row_numbers, scan.row_offsets, strict=True))
    new_rows: dict[int, list[bytes]] = defaultdict(list)
    for row, cells in by_row.items():
        offset = places.get(row)
        if offset is not None:
            values = None if head.prefix else patch_values(data, offset, row, cells)
            edits.append(values or _patch_row(data, offset, head, row, cells, derive))
        elif made := _render_new_row(head, row, cells, derive):
            index = bisect_left(scan.row_numbers, row)
            new_rows[index].append(made)
    for index, rows in new_rows.items():
        if head.is_empty:
            edits.append((head.sheet_data, _fill_empty(data, head, rows)))
        elif index < len(scan.row_offsets):
            edits.append(((scan.row_offsets[index],) * 2, b"".join(rows)))
        else:
            edits.append(((_end_of_rows(data, scan, head),) * 2, b"".join(rows)))
    return _splice(data, edits)


def _splice(data: bytes, edits: list[tuple[tuple[int, int], bytes]]) -> Blocks:
    view = memoryview(data)
    blocks: Blocks = []
    position = 0
    for (start, end), new in sorted(edits):
        if start > position:
            blocks.append(view[position:start])
        blocks.append(new)
        position = end
    blocks.append(view[position:])
    return blocks


def _read_head(data: bytes) -> _Head:
    dimension = None
    columns = []
    for token in TOKEN.finditer(data):
        name = token["name"]
        if name is None or token["close"]:
            continue
        prefix, _, local = name.rpartition(b":")
        if local == b"dimension":
            dimension = token.span()
        elif local == b"col":
            numbers = [get_attribute(token["attributes"], key) for key in (b"min", b"max", b"style")]
            if all(numbers):
                first, last, style = (int(number or 0) for number in numbers)
                columns.append((first, last, style))
        elif local == b"sheetData":
            prefix = prefix + b":" if prefix else b""
            return _Head(prefix, token.span(), bool(token["empty"]), dimension, tuple(columns))
    raise unreadable("a sheet has no <sheetData>")


def _end_of_rows(data: bytes, scan: SheetScan, head: _Head) -> int:
    start = scan.row_offsets[-1] if scan.row_offsets else head.sheet_data[1]
    for token in TOKEN.finditer(data, start):
        if token["close"] and token["name"] == head.prefix + b"sheetData":
            return token.start()
    return head.sheet_data[1]


def _fill_empty(data: bytes, head: _Head, rows: list[bytes]) -> bytes:
    tag = data[slice(*head.sheet_data)]
    name = head.prefix + b"sheetData"
    return tag.removesuffix(b"/>").rstrip() + b">" + b"".join(rows) + b"</" + name + b">"


def _expand_dimension(
    data: bytes, head: _Head, changes: Mapping[tuple[int, int], CellChange]
) -> list[tuple[tuple[int, int], bytes]]:
    """Readers trust ``<dimension>``: it grows with cells outside of it, else its bytes stay."""
    cells = [cell for cell, change in changes.items() if change.replaces and change.has_content]
    if head.dimension is None or not cells:
        return []
    token = TOKEN.match(data, head.dimension[0])
    reference = None if token is None else get_attribute(token["attributes"], b"ref")
    if token is None or reference is None:
        return []
    try:
        old = Rectangle.parse(reference)
    except ValueError:
        return []
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    new = Rectangle(min(old.top, *rows), min(old.left, *columns), max(old.bottom, *rows), max(old.right, *columns))
    if new == old:
        return []
    attributes = set_attribute(token["attributes"], b"ref", str(new))
    end = b"/>" if token["empty"] else b">"
    return [(head.dimension, b"<" + token["name"] + attributes + end)]


def _render_new_row(head: _Head, row: int, cells: list[tuple[int, CellChange]], derive: DeriveStyle) -> bytes:
    made = b"".join(
        render_new_cell(format_address(row, column), change, head.prefix, _column_style(head, column), derive)
        for column, change in cells
        if change.has_content
    )
    return b'<%srow r="%d">%s</%srow>' % (head.prefix, row, made, head.prefix) if made else b""


def _column_style(head: _Head, column: int) -> int:
    for first, last, style in head.column_styles:
        if first <= column <= last:
            return style
    return 0


def _patch_row(
    data: bytes, offset: int, head: _Head, row: int, cells: list[tuple[int, CellChange]], derive: DeriveStyle
) -> tuple[tuple[int, int], bytes]:
    """The span of a row and its new bytes."""
    start = TOKEN.match(data, offset)
    if start is None:
        raise ValueError(f"no row at byte {offset}")
    wanted = dict(cells)
    pieces: list[bytes] = []
    inserted: list[int] = []
    pending = [column for column, _ in cells]
    row_style = _row_style(start["attributes"])

    def insert_before(limit: int) -> None:
        while pending and pending[0] < limit:
            column = pending.pop(0)
            change = wanted[column]
            if change.has_content:
                style = row_style if row_style is not None else _column_style(head, column)
                pieces.append(render_new_cell(format_address(row, column), change, head.prefix, style, derive))
                inserted.append(column)

    end = position = start.end()
    if not start["empty"]:
        spans, end = _cells_of_row(data, start.end())
        for column, first, last in spans:
            if not pending:
                break
            if pending[0] <= column:
                pieces.append(data[position:first])
                position = first
                insert_before(column)
            if pending and pending[0] == column:
                pending.pop(0)
                pieces.append(patch_cell(data[first:last], head.prefix, wanted[column], derive))
                position = last
        last_end = spans[-1][2] if spans else start.end()
        if pending:
            pieces.append(data[position:last_end])
            position = last_end
    insert_before(1 << 20)
    attributes = _widen_spans(start["attributes"], inserted)
    name = start["name"]
    if start["empty"]:
        if not inserted:
            return (offset, end), data[offset:end]
        return (offset, end), b"<%s%s>%s</%s>" % (name, attributes, b"".join(pieces), name)
    tail = data[position:end]
    return (offset, end), b"<%s%s>" % (name, attributes) + b"".join(pieces) + tail


def _cells_of_row(data: bytes, start: int) -> tuple[list[tuple[int, int, int]], int]:
    """(column, start, end) of the cells of a row whose content begins at ``start``; where it ends."""
    spans: list[tuple[int, int, int]] = []
    depth = 0
    column = 0
    begin = -1
    for token in TOKEN.finditer(data, start):
        name = token["name"]
        if name is None:
            continue
        if token["close"]:
            depth -= 1
            if depth < 0:
                return spans, token.end()
        else:
            if depth == 0 and name.rpartition(b":")[2] == b"c":
                begin = token.start()
                address = get_attribute(token["attributes"], b"r")
                column = column + 1 if address is None else parse_address(address)[1]
            depth += 0 if token["empty"] else 1
        if depth == 0 and begin >= 0:
            spans.append((column, begin, token.end()))
            begin = -1
    raise unreadable("a row does not end")


def _row_style(attributes: bytes) -> int | None:
    """A row's own style, which its new cells take over, as in Excel."""
    if get_attribute(attributes, b"customFormat") in ("1", "true"):
        return int(get_attribute(attributes, b"s") or 0)
    return None


def _widen_spans(attributes: bytes, inserted: list[int]) -> bytes:
    """``spans`` is a hint about the columns in use; it is rewritten only when it would be wrong."""
    spans = get_attribute(attributes, b"spans")
    if not spans or not inserted:
        return attributes
    try:
        bounds = [int(bound) for span in spans.split() for bound in span.split(":")]
    except ValueError:
        return attributes
    low, high = min(*bounds, *inserted), max(*bounds, *inserted)
    if low >= min(bounds) and high <= max(bounds):
        return attributes
    return set_attribute(attributes, b"spans", f"{low}:{high}")
