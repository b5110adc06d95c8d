"""Tables under inserted and deleted lines: moved, grown, shrunk, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.errors import ServiceError
from app.package.addresses import Rectangle
from app.package.structure.lines import LineShift
from app.package.structure.sheet_rest import change_filter_columns, parse_area
from app.package.structure.structured import TableLoss
from app.package.xml_tree import Element, Tree

Blocks = list[bytes | memoryview]
Position = tuple[int, int]

_CODED = re.compile(r"_x([0-9a-fA-F]{4})_")


@dataclass(frozen=True)
class Table:
    """A table's part, read."""

    root: Element
    name: str
    area: Rectangle
    header: int
    """Rows of its header, 0 or 1; `totals` likewise."""
    totals: int

    @classmethod
    def read(cls, root: Element) -> Table | None:
        area = parse_area(root.get("ref") or "")
        if area is None:
            return None
        name = root.get("displayName") or root.get("name") or ""
        return cls(root, name, area, int(root.get("headerRowCount") or 1), int(root.get("totalsRowCount") or 0))

    @property
    def columns(self) -> list[Element]:
        columns = self.root.find("tableColumns")
        return [] if columns is None else columns.elements("tableColumn")

    @property
    def body(self) -> Rectangle:
        return Rectangle(self.area.top + self.header, self.area.left, self.area.bottom - self.totals, self.area.right)


def find_loss(table: Table, shift: LineShift) -> TableLoss:
    """What lines of its sheet take from a table. Raises ``STRUCTURE_REFUSED``."""
    area, name = table.area, f"The table {table.name} ({table.area})"
    names = tuple(column_name(column) for column in table.columns)
    if not shift.cuts(area):
        return TableLoss(names, frozenset())
    if shift.area(area) is None:
        return TableLoss(names, frozenset(), gone=True)
    if shift.axis == "column":
        kind = table.root.get("tableType") or "worksheet"
        if kind != "worksheet" or len(names) != area.right - area.left + 1:
            raise _refused(f"{name} is filled from a data source, which has its columns", "Change them in Excel")
        removed = set() if shift.inserts else {*range(shift.at, shift.end)}
        return TableLoss(
            names, frozenset(each.lower() for column, each in enumerate(names, area.left) if column in removed)
        )
    if shift.inserts:
        return TableLoss(names, frozenset())
    body = table.body
    if shift.at <= body.top and shift.end > body.bottom:
        raise _refused(f"{name} would lose all of its rows", "Leave one of them, or delete the header with them")
    header_gone = table.header > 0 and shift.at <= area.top
    totals_gone = table.totals > 0 and shift.end > area.bottom
    return TableLoss(names, frozenset(), header_gone=header_gone, totals_gone=totals_gone)


def change_table(raw: bytes, rewrite: Callable[[str], str], shift: LineShift | None) -> Blocks | None:
    """Of a table that stays. Raises ``STRUCTURE_REFUSED``."""
    tree = Tree(raw)
    before = tree.root.render()
    table = Table.read(tree.root)
    if shift is not None and table is not None:
        _change_columns(table, shift, find_loss(table, shift))
        _move(tree.root, shift)
    for element in tree.root.walk():
        if element.local in ("calculatedColumnFormula", "totalsRowFormula"):
            text = element.text
            if (rewritten := rewrite(text)) != text:
                element.text = rewritten
    return tree.render() if tree.root.render() != before else None


def _change_columns(table: Table, shift: LineShift, loss: TableLoss) -> None:
    root = table.root
    if loss.header_gone:
        root.set("headerRowCount", "0")
        root.remove_all(lambda child: child.local in ("autoFilter", "sortState"))
    if loss.totals_gone:
        root.set("totalsRowCount", None)
        root.set("totalsRowShown", "0")
    columns = root.find("tableColumns")
    if columns is None or shift.axis == "row" or not shift.cuts(table.area):
        return
    known = table.columns
    if loss.removed:
        columns.remove_all(lambda child: column_name(child).lower() in loss.removed)
    if shift.inserts:
        number = max((int(column.get("id") or 0) for column in known), default=0)
        new = []
        for offset, name in enumerate(new_names(table, shift.count), 1):
            column = Element(columns.prefix + b"tableColumn", is_empty=True)
            column.set("id", str(number + offset))
            column.set("name", name)
            new.append(column)
        place = columns.children.index(known[shift.at - table.area.left])
        columns.children[place:place] = new
    columns.set("count", str(len(columns.elements("tableColumn"))))


def new_names(table: Table, count: int) -> list[str]:
    """``Column1`` and so on, as Excel calls them."""
    taken = {column_name(column).lower() for column in table.columns}
    free = (f"Column{number}" for number in range(1, len(taken) + count + 1))
    return [name for name in free if name.lower() not in taken][:count]


def new_headers(table: Table, shift: LineShift) -> dict[Position, str]:
    """Texts of the header's new cells, by where they are afterwards."""
    if not (shift.inserts and shift.axis == "column" and table.header and shift.cuts(table.area)):
        return {}
    return {(table.area.top, shift.at + index): name for index, name in enumerate(new_names(table, shift.count))}


def column_name(column: Element) -> str:
    """As formulas name it: a line break is written ``_x000a_`` in the table's part."""
    return _CODED.sub(lambda match: chr(int(match[1], 16)), column.get("name") or "")


def _move(element: Element, shift: LineShift) -> None:
    reference = element.get("ref")
    area = None if reference is None else parse_area(reference)
    if area is not None:
        moved = shift.area(area)
        if moved is not None and moved != area:
            element.set("ref", str(moved))
            if element.local == "autoFilter" and shift.axis == "column":
                change_filter_columns(element, area, moved, shift)
    for child in element.elements():
        inner = parse_area(child.get("ref") or "")
        if child.local == "sortCondition" and inner is not None and shift.area(inner) is None:
            element.remove(child)
            continue
        _move(child, shift)
        if child.local == "sortState" and not child.elements("sortCondition"):
            element.remove(child)


def _refused(what: str, remedy: str) -> ServiceError:
    return ServiceError("STRUCTURE_REFUSED", f"{what}. {remedy}.")
