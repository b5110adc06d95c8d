"""One worksheet part under a change."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from app.errors import ServiceError
from app.package.addresses import Rectangle, format_address
from app.package.cell_xml import CellChange
from app.package.parts import Package, SheetPart
from app.package.references import translate
from app.package.sheet_scan import ScannedCell, scan_sheet
from app.package.structure.lines import LineShift
from app.package.structure.sheet_change import Position, SheetChange
from app.package.structure.sheet_rest import change_rest
from app.package.structure.sheet_rows import rewrite_rows
from app.package.xml_bytes import XmlDocument, unreadable
from app.package.xml_tree import Tree

Blocks = list[bytes | memoryview]

_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^>]*?)?(/?)>")


def change_sheet(
    package: Package,
    sheet: SheetPart,
    rewrite: Callable[[str], str],
    shift: LineShift | None = None,
    made: Mapping[Position, CellChange] | None = None,
    spills: Sequence[Rectangle] = (),
) -> Blocks | None:
    """The part's new bytes; None when nothing of it changes. Raises ``STRUCTURE_REFUSED``.

    ``made``: what cells of inserted lines hold. ``spills``: see `find_cut_spills`.
    """
    document = XmlDocument.decode(package.read(sheet.part))
    head, prefix, content, tail = split_sheet(document.data)
    formulas = _loosen_formulas(package, sheet, rewrite, shift, content, spills)
    rows = rewrite_rows(content, prefix, SheetChange(rewrite, shift, formulas, made, spills))
    rest = Tree(head + b"<" + prefix + b"sheetData/>" + tail)
    if not change_rest(rest.root, rewrite, shift) and rows == content:
        return None
    return document.encode(join_sheet(rest, rows))


def find_cut_spills(package: Package, sheet: SheetPart, shift: LineShift) -> list[Rectangle]:
    """Blocks of dynamic arrays that lines are inserted into or deleted from: they are filled anew."""
    spills: list[Rectangle] = []

    def note(cell: ScannedCell) -> None:
        attributes = cell.formula_attributes or {}
        if attributes.get("t") == "array" and cell.metadata is not None and "ref" in attributes:
            area = Rectangle.parse(attributes["ref"])
            if area.area > 1 and shift.cuts(area):
                spills.append(area)

    raw = package.read(sheet.part)
    if b"array" in raw and b" cm=" in raw:
        for _ in scan_sheet(package, sheet.part, note, formulas=True):
            pass
    return spills


def split_sheet(data: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """What stands before ``<sheetData>``, its prefix, its content, what stands behind it."""
    start = _SHEET_DATA.search(data)
    if start is None:
        raise unreadable("a sheet has no <sheetData>")
    if start[2]:
        return data[: start.start()], start[1], b"", data[start.end() :]
    end_tag = b"</" + start[1] + b"sheetData>"
    end = data.rindex(end_tag)
    return data[: start.start()], start[1], data[start.end() : end], data[end + len(end_tag) :]


def join_sheet(rest: Tree, rows: bytes) -> Blocks:
    """The sheet's tree with its rows in their place again."""
    data = b"".join(rest.render())
    head, prefix, _, tail = split_sheet(data)
    if not rows:
        return [data]
    return [head, b"<" + prefix + b"sheetData>", rows, b"</" + prefix + b"sheetData>", tail]


def _loosen_formulas(
    package: Package,
    sheet: SheetPart,
    rewrite: Callable[[str], str],
    shift: LineShift | None,
    content: bytes,
    spills: Sequence[Rectangle],
) -> dict[Position, str]:
    """Texts for the members of shared formulas that don't say the same any more when moved; arrays are checked."""
    masters: dict[str, ScannedCell] = {}
    members: dict[str, list[Position]] = {}

    def note(cell: ScannedCell) -> None:
        attributes = cell.formula_attributes or {}
        kind = attributes.get("t")
        if kind == "shared":
            group = attributes.get("si", "")
            if cell.formula:
                masters.setdefault(group, cell)
            members.setdefault(group, []).append((cell.row, cell.column))
        elif kind in ("array", "dataTable") and shift is not None and "ref" in attributes:
            area = Rectangle.parse(attributes["ref"])
            if area not in spills:
                _refuse_cut(sheet, area, shift)

    if b"shared" in content or b"array" in content or b"dataTable" in content:
        for _ in scan_sheet(package, sheet.part, note, formulas=True):
            pass
    loose: dict[Position, str] = {}
    for group, positions in members.items():
        master = masters.get(group)
        if master is not None:
            loose.update(_loosen_group(master, positions, rewrite, shift))
    return loose


def _loosen_group(
    master: ScannedCell, positions: list[Position], rewrite: Callable[[str], str], shift: LineShift | None
) -> dict[Position, str]:
    def text_at(position: Position) -> str:
        return rewrite(translate(master.formula, position[0] - master.row, position[1] - master.column))

    texts = {position: text_at(position) for position in positions}
    home = (master.row, master.column)
    moved = {position: position if shift is None else shift.cell(*position) for position in positions}
    new_home = moved.get(home)
    if new_home is not None and all(
        place is not None and texts[position] == translate(texts[home], place[0] - new_home[0], place[1] - new_home[1])
        for position, place in moved.items()
    ):
        return {}
    return texts


def _refuse_cut(sheet: SheetPart, area: Rectangle, shift: LineShift) -> None:
    if area.area > 1 and shift.cuts(area) and not _is_deleted(area, shift):
        raise ServiceError(
            "STRUCTURE_REFUSED",
            f"The array formula in {sheet.name}!{format_address(area.top, area.left)} fills {area} as one block, "
            "which can't be changed in part. Delete the formula first.",
        )


def _is_deleted(area: Rectangle, shift: LineShift) -> bool:
    return not shift.inserts and shift.area(area) is None
