"""One row of a sheet under a change, whatever its form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.errors import ServiceError
from app.package.addresses import Rectangle, format_address, parse_address
from app.package.cell_xml import FormulaXml, render_new_cell
from app.package.structure.follow_lines import FollowLines
from app.package.structure.lines import LineShift
from app.package.structure.sheet_change import Position, SheetChange
from app.package.xml_bytes import get_attribute, set_attribute
from app.package.xml_tree import unescape


class RowWriter:
    """Writes rows where the change puts them, cell by cell where it must."""

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

    def rows(self, number: int, row: bytes) -> list[bytes]:
        """A row, and those that are inserted below it."""
        shift = self._change.shift
        moved = [self._row(number, row)]
        if shift is not None and shift.inserts and shift.axis == "row" and number == shift.at - 1:
            moved += self._copies_below(number, row)
        return moved

    def _row(self, number: int, row: bytes) -> bytes:
        shift = self._change.shift
        moved = number
        if shift is not None and shift.axis == "row":
            line = shift.line(number)
            if line is None:
                if shift.inserts and self._holds_something.search(row):
                    _refuse_push(number)
                return b""
            moved = line
        if (shift is None or shift.axis == "row") and not self._change.spills:
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
        return self._formula_start + self._rewrite_text(formula[1]) + self._formula_end

    def _rewrite_text(self, raw: bytes) -> bytes:
        text = unescape(raw) if b"&" in raw else raw.decode("utf-8")
        rewritten = self._change.rewrite(text)
        return raw if rewritten == text else _escape(rewritten)

    def rewrite_formulas(self, formulas: list[bytes]) -> list[bytes]:
        """The texts of formulas that have nothing else."""
        rewrite = self._change.rewrite
        if isinstance(rewrite, FollowLines):
            return rewrite.many(formulas, self._rewrite_text)
        return [self._rewrite_text(formula) for formula in formulas]

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
        columns = range(shift.at, shift.at + shift.count) if shift is not None and shift.axis == "column" else range(0)
        new = columns if shift is not None and shift.inserts else range(0)
        look: bytes | None = None
        for column, cell in self._cells(row, tag.end()):
            if new and column >= new.start:
                pieces += self._new_cells(moved, new, look)
                new = range(0)
            elif new and column == new.start - 1:
                look = self._style(cell)
            placed = self._place((number, column), moved)
            if placed is None:
                if shift is not None and shift.inserts and self._holds_something.search(cell):
                    _refuse_push(None)
                continue
            pieces.append(self._cell((number, column), placed, cell))
        pieces += self._new_cells(moved, new, look)
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
        spill = next((area for area in self._change.spills if area.holds(old)), None)
        if spill is not None and old != (spill.top, spill.left):
            attributes = set_attribute(set_attribute(attributes, b"t", None), b"vm", None)
            return b"<%sc%s/>" % (self._prefix, attributes.rstrip())
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
                    area = self._moved_block(old, Rectangle.parse(reference), shift)
                    attributes = set_attribute(attributes, name, "#REF!" if area is None else str(area))
        if not raw:
            return b"<%sf%s/>" % (self._prefix, attributes.rstrip())
        return b"<%sf%s>%s</%sf>" % (self._prefix, attributes, self._rewrite_text(raw), self._prefix)

    def _moved_block(self, old: Position, block: Rectangle, shift: LineShift) -> Rectangle | None:
        if block not in self._change.spills or (block.top, block.left) != old:
            return shift.area(block)
        return moved_spill(block, shift)

    def _copies_below(self, number: int, row: bytes) -> list[bytes]:
        """Inserted rows look like the one above them, as in Excel."""
        shift = self._change.shift
        tag = self._row_tag.match(row)
        if tag is None or shift is None:
            return []
        attributes = tag[1]
        for name in (b"hidden", b"collapsed", b"spans"):
            attributes = set_attribute(attributes, name, None)
        styles: dict[int, bytes] = {}
        if not tag[2]:
            for column, cell in self._cells(row, tag.end()):
                style = self._style(cell)
                if style is not None:
                    styles[column] = style
        if not styles and not self._change.made and set_attribute(attributes, b"r", None).strip() == b"":
            return []
        rows = []
        for new in range(number + 1, number + 1 + shift.count):
            columns = sorted({*styles, *(column for row, column in self._change.made or {} if row == new)})
            cells = b"".join(b"".join(self._new_cells(new, (column,), styles.get(column))) for column in columns)
            head = b"<%srow%s>" % (self._prefix, set_attribute(attributes, b"r", str(new)).rstrip())
            rows.append(head + cells + b"</%srow>" % self._prefix)
        return rows

    def _new_cells(self, row: int, columns: Iterable[int], style: bytes | None) -> list[bytes]:
        """Cells of inserted lines, which look like their neighbour."""
        made = self._change.made or {}
        cells = []
        for column in columns:
            address = format_address(row, column)
            change = made.get((row, column))
            if change is not None:
                number = 0 if style is None else int(style)
                cells.append(render_new_cell(address, change, self._prefix, number, lambda base, _: base))
            elif style is not None:
                cells.append(b'<%sc r="%s" s="%s"/>' % (self._prefix, address.encode("ascii"), style))
        return cells

    def _style(self, cell: bytes) -> bytes | None:
        tag = self._cell_tag.match(cell)
        style = None if tag is None else get_attribute(tag[1], b"s")
        return style.encode("ascii") if style and style != "0" else None


def moved_spill(block: Rectangle, shift: LineShift) -> Rectangle | None:
    """It keeps its size, wherever its formula goes."""
    place = shift.cell(block.top, block.left)
    if place is None:
        return None
    top, left = place
    return Rectangle(top, left, top + block.bottom - block.top, left + block.right - block.left)


def _escape(formula: str) -> bytes:
    return formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode("utf-8")


def _refuse_push(number: int | None) -> None:
    what = "Cells" if number is None else f"Row {number}"
    raise ServiceError(
        "STRUCTURE_REFUSED",
        f"{what} at the sheet's end would be pushed off it. Delete what stands there, and insert again.",
    )
