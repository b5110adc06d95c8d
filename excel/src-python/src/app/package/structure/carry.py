"""Cells cut or copied and pasted: all that belongs to them and is not in them goes along."""

from __future__ import annotations

from app.package.addresses import Rectangle
from app.package.edit_package import PackageEdit
from app.package.parts import SheetPart
from app.package.structure.carry_in import put_in, recount
from app.package.structure.carry_notes import carry_notes
from app.package.structure.carry_rest import Carry, carry_rest
from app.package.structure.carry_tables import move_tables
from app.package.structure.tiles import Tiles
from app.package.xml_tree import Element

FORMAT_KINDS = frozenset(("conditionalFormatting",))
FILL_KINDS = FORMAT_KINDS | {"dataValidation"}
ALL_KINDS = FILL_KINDS | {"hyperlink", "sparkline", "comment"}


def carry(
    edit: PackageEdit,
    source: tuple[SheetPart, Element, Rectangle],
    target: tuple[SheetPart, Element, Rectangle],
    *,
    cut: bool,
    transposed: bool = False,
    kinds: frozenset[str] = ALL_KINDS,
) -> None:
    """(sheet, its root without rows, block) of what is pasted and where. Merged blocks are steps of their own.

    ``kinds``: names of the elements that go along, and ``comment``.
    """
    (from_sheet, from_root, block), (to_sheet, to_root, area) = source, target
    tiles = Tiles(block, area, transposed)
    is_other = from_sheet.part != to_sheet.part
    copies = carry_rest(from_root, to_root, Carry(tiles, cut, kinds, from_sheet.name if is_other else None))
    put_in(edit, copies, from_sheet.part, to_sheet.part, to_root)
    recount(to_root)
    if is_other:
        recount(from_root)
    if "comment" in kinds:
        carry_notes(edit, from_sheet.part, to_sheet.part, to_root, tiles, cut=cut)
    if cut:
        offset = area.top - block.top, area.left - block.left
        move_tables(edit, (from_sheet.part, from_root), (to_sheet.part, to_root), block, offset)
