"""Style numbers of the cells of an area, read and set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.errors import ServiceError
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle, format_address, parse_address
from app.package.looks.columns import change_columns
from app.package.structure.row_bytes import split_rows
from app.package.structure.sheet import join_sheet, split_sheet
from app.package.xml_bytes import XmlDocument, get_attribute, set_attribute
from app.package.xml_tree import Tree

Blocks = list[bytes | memoryview]
NewStyle = Callable[[int, int, int], int]
"""(row, column, old style) → style. Row 0: the style of a whole column; column 0: of a whole row."""

_MAX_CELLS = 1_000_000


@dataclass
class SheetStyles:
    """A sheet's part, taken apart."""

    document: XmlDocument
    rest: Tree
    prefix: bytes
    content: bytes
    columns: dict[int, int] = field(default_factory=dict)
    """Styles of whole columns."""

    @classmethod
    def read(cls, raw: bytes) -> SheetStyles:
        document = XmlDocument.decode(raw)
        head, prefix, content, tail = split_sheet(document.data)
        rest = Tree(head + b"<" + prefix + b"sheetData/>" + tail)
        styles = cls(document, rest, prefix, content)
        columns = rest.root.find("cols")
        for each in [] if columns is None else columns.elements("col"):
            style = int(each.get("style") or 0)
            if style:
                last = min(int(each.get("max") or 1), MAX_COLUMN)
                styles.columns.update(dict.fromkeys(range(int(each.get("min") or 1), last + 1), style))
        return styles

    def render(self) -> Blocks:
        return self.document.encode(join_sheet(self.rest, self.content))

    def styles_in(self, area: Rectangle) -> dict[tuple[int, int], int]:
        """Of every cell in the area that has one of its own or by its row; the others have that of their column."""
        found: dict[tuple[int, int], int] = {}
        for number, row in split_rows(self.content, self.prefix):
            if area.top <= number <= area.bottom:
                tag_end = row.index(b">") + 1
                row_style = _row_style(row[:tag_end])
                if row_style is not None:
                    found.update({(number, column): row_style for column in range(area.left, area.right + 1)})
                for column, _, style in self._cells(row, tag_end):
                    if area.left <= column <= area.right:
                        found[number, column] = style
        return found

    def _cells(self, row: bytes, start: int) -> Iterator[tuple[int, bytes, int]]:
        tag = re.compile(rb"<%sc(?=[\s/>])([^>]*?)(/?)>" % re.escape(self.prefix))
        end_tag = b"</%sc>" % self.prefix
        position = start
        column = 0
        while match := tag.search(row, position):
            address = get_attribute(match[1], b"r")
            column = column + 1 if address is None else parse_address(address)[1]
            position = match.end() if match[2] else row.index(end_tag, match.end()) + len(end_tag)
            yield column, row[match.start() : position], int(get_attribute(match[1], b"s") or 0)

    def restyle(self, area: Rectangle, new_style: NewStyle) -> None:
        """Whole columns and rows get their own style, and so do the cells that there are in them."""
        whole_columns = area.top == 1 and area.bottom == MAX_ROW
        whole_rows = area.left == 1 and area.right == MAX_COLUMN and not whole_columns
        if not whole_columns and not whole_rows and area.area > _MAX_CELLS:
            raise ServiceError("OUT_OF_RANGE", f"{area.area:,} cells are too many. Choose whole rows or columns.")
        before = dict(self.columns)
        if whole_columns:
            styles = {
                column: new_style(0, column, before.get(column, 0)) for column in range(area.left, area.right + 1)
            }
            change_columns(
                self.rest.root, area.left, area.right, lambda entry, column: entry.set("style", str(styles[column]))
            )
            self.columns.update(styles)
        pieces: list[bytes] = []
        expected = area.top
        for number, row in split_rows(self.content, self.prefix):
            if not whole_columns:
                while expected < number and expected <= area.bottom:
                    pieces.append(self._new_row(expected, area, new_style, before, whole_rows))
                    expected += 1
                expected = max(expected, number + 1)
            if area.top <= number <= area.bottom:
                pieces.append(self._restyled(number, row, area, new_style, before, whole_columns, whole_rows))
            else:
                pieces.append(row)
        if not whole_columns:
            for number in range(expected, area.bottom + 1):
                pieces.append(self._new_row(number, area, new_style, before, whole_rows))
        self.content = b"".join(pieces)

    def _new_row(
        self, number: int, area: Rectangle, new_style: NewStyle, before: dict[int, int], whole_rows: bool
    ) -> bytes:
        if whole_rows:
            style = new_style(number, 0, 0)
            return b'<%srow r="%d" s="%d" customFormat="1"/>' % (self.prefix, number, style)
        cells = b"".join(
            self._blank(number, column, new_style(number, column, before.get(column, 0)))
            for column in range(area.left, area.right + 1)
        )
        return b'<%srow r="%d">%s</%srow>' % (self.prefix, number, cells, self.prefix)

    def _blank(self, row: int, column: int, style: int) -> bytes:
        return b'<%sc r="%s" s="%d"/>' % (self.prefix, format_address(row, column).encode("ascii"), style)

    def _restyled(
        self,
        number: int,
        row: bytes,
        area: Rectangle,
        new_style: NewStyle,
        before: dict[int, int],
        whole_columns: bool,
        whole_rows: bool,
    ) -> bytes:
        tag_end = row.index(b">") + 1
        tag = row[:tag_end]
        row_style = _row_style(tag)
        is_empty = tag.endswith(b"/>")
        attributes = tag[len(self.prefix) + 4 : -2 if is_empty else -1]
        if whole_rows:
            attributes = set_attribute(attributes, b"s", str(new_style(number, 0, row_style or 0)))
            attributes = set_attribute(attributes, b"customFormat", "1")
        attributes = set_attribute(set_attribute(attributes, b"spans", None), b"r", str(number))
        cells = {} if is_empty else {column: (cell, style) for column, cell, style in self._cells(row, tag_end)}
        wanted = set(cells) & set(range(area.left, area.right + 1)) if whole_columns or whole_rows else None
        if whole_columns and row_style is not None:
            # A row's own style would win over the column's.
            wanted = None
        pieces = [b"<%srow%s>" % (self.prefix, attributes.rstrip())]
        inside = range(area.left, area.right + 1) if wanted is None else sorted(wanted)
        for column in sorted({*cells, *inside}):
            if column not in inside:
                pieces.append(cells[column][0])
            elif column in cells:
                cell, old = cells[column]
                pieces.append(self._with_style(number, column, cell, new_style(number, column, old)))
            else:
                old = row_style if row_style is not None else before.get(column, 0)
                pieces.append(self._blank(number, column, new_style(number, column, old)))
        pieces.append(b"</%srow>" % self.prefix)
        return b"".join(pieces)

    def _with_style(self, row: int, column: int, cell: bytes, style: int) -> bytes:
        end = cell.index(b">")
        is_empty = cell[end - 1 : end] == b"/"
        start = len(self.prefix) + 2
        attributes = cell[start : end - 1 if is_empty else end]
        attributes = set_attribute(attributes, b"s", str(style))
        if get_attribute(attributes, b"r") is None:
            attributes = set_attribute(attributes, b"r", format_address(row, column))
        return cell[:start] + attributes.rstrip() + (b"/>" if is_empty else b">") + cell[end + 1 :]


def _row_style(tag: bytes) -> int | None:
    attributes = tag[tag.index(b"row") + 3 :].rstrip(b"/>")
    if get_attribute(attributes, b"customFormat") in ("1", "true"):
        return int(get_attribute(attributes, b"s") or 0)
    return None
