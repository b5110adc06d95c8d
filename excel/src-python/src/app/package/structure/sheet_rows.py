"""``<sheetData>`` with its rows, cells and formulas where a change puts them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.errors import ServiceError
from app.package.addresses import Rectangle, column_letters, format_address, parse_address
from app.package.cell_xml import FormulaXml
from app.package.structure.lines import LineShift
from app.package.structure.row_bytes import split_rows, without_markup
from app.package.xml_bytes import get_attribute, set_attribute
from app.package.xml_tree import unescape

Position = tuple[int, int]


@dataclass(frozen=True)
class SheetChange:
    """What happens to the cells of one sheet."""

    rewrite: Callable[[str], str]
    """The text of a formula of this sheet."""
    shift: LineShift | None = None
    """Lines of this very sheet that are inserted or deleted."""
    formulas: Mapping[Position, str] | None = None
    """Texts of cells of shared formulas that have to stand for themselves now, by where the cells were."""


def rewrite_rows(content: bytes, prefix: bytes, change: SheetChange) -> bytes:
    """The content of ``<sheetData>``, rewritten. ``prefix`` of its elements, with the colon."""
    if b"<!" in content or b"<?" in content:
        content = without_markup(content)
    writer = _RowWriter(prefix, change)
    pieces: list[bytes] = []
    shift = change.shift
    for number, row in split_rows(content, prefix):
        pieces.append(writer.row(number, row))
        if shift is not None and shift.inserts and shift.axis == "row" and number == shift.at - 1:
            pieces += writer.copies_below(number, row)
    return b"".join(pieces)


class _RowWriter:
    def __init__(self, prefix: bytes, change: SheetChange) -> None:
        self._prefix = prefix
        self._change = change
        name = re.escape(prefix)
        self._has_formula = re.compile(rb"<%sf[\s/>]" % name)
        self._holds_something = re.compile(rb"<%s(?:f|v|is)[\s/>]" % name)
        self._row_tag = re.compile(rb"<%srow([^>]*?)(/?)>" % name)
        self._cell_tag = re.compile(rb"<%sc(?=[\s/>])([^>]*?)(/?)>" % name)
        self._address = re.compile(rb'(<%sc\s(?:[^>]*?\s)?r=")([A-Z]+)[0-9]+"' % name)
        self._odd_formula = re.compile(rb"<%sf[\s/]" % name)
        self._plain_formula = re.compile(rb"<%sf>([^<]*)</%sf>" % (name, name))
        self._formula_start, self._formula_end = b"<%sf>" % prefix, b"</%sf>" % prefix
        self._formula = re.compile(rb"<%sf(?P<attributes>[^>]*?)(?:/>|>(?P<text>.*?)</%sf>)" % (name, name), re.DOTALL)

    def row(self, number: int, row: bytes) -> bytes:
        shift = self._change.shift
        moved = number
        if shift is not None and shift.axis == "row":
            line = shift.line(number)
            if line is None:
                if shift.inserts and self._holds_something.search(row):
                    _refuse_push(number)
                return b""
            moved = line
        if shift is None or shift.axis == "row":
            quick = self._rewrite_quickly(row, number, moved)
            if quick is not None:
                return quick
        return self._rewrite(row, number, moved)

    def _rewrite_quickly(self, row: bytes, number: int, moved: int) -> bytes | None:
        """All cells at once, when no formula of the row has anything but its text."""
        if self._has_formula.search(row):
            if self._odd_formula.search(row):
                return None
            row = self._plain_formula.sub(self._rewrite_plain, row)
        return row if moved == number else self._renumber(row, moved)

    def _rewrite_plain(self, formula: re.Match[bytes]) -> bytes:
        raw = formula[1]
        text = unescape(raw) if b"&" in raw else raw.decode("utf-8")
        rewritten = self._change.rewrite(text)
        if rewritten == text:
            return formula[0]
        return self._formula_start + _escape(rewritten) + self._formula_end

    def _renumber(self, row: bytes, moved: int) -> bytes | None:
        """The quick way for a row of values; None when its cells have no addresses."""
        tag = self._row_tag.match(row)
        if tag is None or row.count(b"<%sc" % self._prefix) == 0:
            return None
        cells, count = self._address.subn(rb'\g<1>\g<2>%d"' % moved, row[tag.end() :])
        if count != len(self._cell_tag.findall(row, tag.end())):
            return None
        attributes = set_attribute(tag[1], b"r", str(moved))
        return b"<%srow%s%s>" % (self._prefix, attributes.rstrip(), tag[2]) + cells

    def _rewrite(self, row: bytes, number: int, moved: int) -> bytes:
        tag = self._row_tag.match(row)
        if tag is None:
            raise ValueError("not a row")
        shift = self._change.shift
        attributes = set_attribute(tag[1], b"r", str(moved))
        if shift is not None and shift.axis == "column":
            attributes = set_attribute(attributes, b"spans", None)
        head = b"<%srow%s%s>" % (self._prefix, attributes.rstrip(), tag[2])
        if tag[2]:
            return head
        pieces = [head]
        for column, cell in self._cells(row, tag.end()):
            placed = self._place((number, column), moved)
            if placed is None:
                if shift is not None and shift.inserts and self._holds_something.search(cell):
                    _refuse_push(None)
                continue
            pieces.append(self._cell((number, column), placed, cell))
            if shift is not None and shift.inserts and shift.axis == "column" and column == shift.at - 1:
                pieces += self._copies_right(placed, cell)
        pieces.append(b"</%srow>" % self._prefix)
        return b"".join(pieces)

    def _place(self, old: Position, moved_row: int) -> Position | None:
        shift = self._change.shift
        if shift is None or shift.axis == "row":
            return moved_row, old[1]
        column = shift.line(old[1])
        return None if column is None else (moved_row, column)

    def _cells(self, row: bytes, start: int) -> Iterator[tuple[int, bytes]]:
        end_tag = b"</%sc>" % self._prefix
        position = start
        column = 0
        while match := self._cell_tag.search(row, position):
            address = get_attribute(match[1], b"r")
            column = column + 1 if address is None else parse_address(address)[1]
            end = match.end() if match[2] else row.index(end_tag, match.end()) + len(end_tag)
            yield column, row[match.start() : end]
            position = end

    def _cell(self, old: Position, new: Position, cell: bytes) -> bytes:
        tag = self._cell_tag.match(cell)
        if tag is None:
            raise ValueError("not a cell")
        attributes = set_attribute(tag[1], b"r", format_address(*new)) if old != new else tag[1]
        content = cell[tag.end() :]
        if not tag[2] and (formula := self._formula.search(content)):
            made = self._formula_xml(old, formula)
            content = content[: formula.start()] + made + content[formula.end() :]
        return b"<%sc%s%s>" % (self._prefix, attributes.rstrip(), tag[2]) + content

    def _formula_xml(self, old: Position, formula: re.Match[bytes]) -> bytes:
        own = (self._change.formulas or {}).get(old)
        if own is not None:
            return FormulaXml(own).render(self._prefix)
        attributes, raw = formula["attributes"], formula["text"]
        shift = self._change.shift
        if shift is not None:
            for name in (b"ref", b"r1", b"r2"):
                reference = get_attribute(attributes, name)
                if reference is not None:
                    area = shift.area(Rectangle.parse(reference))
                    attributes = set_attribute(attributes, name, "#REF!" if area is None else str(area))
        if not raw:
            return b"<%sf%s/>" % (self._prefix, attributes.rstrip())
        text = unescape(raw)
        rewritten = self._change.rewrite(text)
        if rewritten != text:
            raw = _escape(rewritten)
        return b"<%sf%s>%s</%sf>" % (self._prefix, attributes, raw, self._prefix)

    def copies_below(self, number: int, row: bytes) -> list[bytes]:
        """Inserted rows look like the one above them, as in Excel."""
        shift = self._change.shift
        tag = self._row_tag.match(row)
        if tag is None or shift is None:
            return []
        attributes = tag[1]
        for name in (b"hidden", b"collapsed", b"spans"):
            attributes = set_attribute(attributes, name, None)
        styles = []
        if not tag[2]:
            for column, cell in self._cells(row, tag.end()):
                style = self._style(cell)
                if style is not None:
                    styles.append((column, style))
        if not styles and set_attribute(attributes, b"r", None).strip() == b"":
            return []
        rows = []
        for new in range(number + 1, number + 1 + shift.count):
            cells = b"".join(
                b'<%sc r="%s%d" s="%s"/>' % (self._prefix, column_letters(column).encode("ascii"), new, style)
                for column, style in styles
            )
            head = b"<%srow%s>" % (self._prefix, set_attribute(attributes, b"r", str(new)).rstrip())
            rows.append(head + cells + b"</%srow>" % self._prefix)
        return rows

    def _copies_right(self, placed: Position, cell: bytes) -> list[bytes]:
        shift = self._change.shift
        style = self._style(cell)
        if style is None or shift is None:
            return []
        row, column = placed
        return [
            b'<%sc r="%s" s="%s"/>' % (self._prefix, format_address(row, new).encode("ascii"), style)
            for new in range(column + 1, column + 1 + shift.count)
        ]

    def _style(self, cell: bytes) -> bytes | None:
        tag = self._cell_tag.match(cell)
        style = None if tag is None else get_attribute(tag[1], b"s")
        return style.encode("ascii") if style and style != "0" else None


def _escape(formula: str) -> bytes:
    return formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode("utf-8")


def _refuse_push(number: int | None) -> None:
    what = "Cells" if number is None else f"Row {number}"
    raise ServiceError(
        "STRUCTURE_REFUSED",
        f"{what} at the sheet's end would be pushed off it. Delete what stands there, and insert again.",
    )
