"""Steps that change how a sheet looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle
from app.package.cached import find_sheet
from app.package.edit_package import PackageEdit
from app.package.looks.attach import set_link, set_note, set_rule
from app.package.looks.cell_styles import SheetStyles
from app.package.looks.columns import change_columns
from app.package.looks.filter_xml import set_filter
from app.package.looks.formats import Formats
from app.package.looks.panes import freeze, merge, unmerge
from app.package.looks.rows import change_rows
from app.package.structure.carry import ALL_KINDS, FILL_KINDS, FORMAT_KINDS, carry
from app.package.structure.filter_name import name_filter
from app.package.xml_bytes import set_attribute
from app.package.xml_tree import Element

Step = Mapping[str, Any]

# A width is counted in characters of the default font, margin included.
_CHARACTER_PX, _PX_OF_A_POINT = 7, 4 / 3


def change_looks(edit: PackageEdit, steps: Sequence[Step]) -> None:
    """Sheets are taken apart once for all steps."""
    looks = Looks(edit)
    for step in steps:
        _STEPS[step["do"]](looks, looks.sheet(step["sheet"]), step)
    looks.finish()


class Looks:
    """A package whose sheets are taken apart as they are asked for."""

    def __init__(self, edit: PackageEdit) -> None:
        self.edit = edit
        self._sheets: dict[str, SheetStyles] = {}

    def sheet(self, index: int) -> SheetStyles:
        part = find_sheet(self.edit.package, index).part
        if part not in self._sheets:
            self._sheets[part] = SheetStyles.read(self.edit.read(part))
        return self._sheets[part]

    @cached_property
    def formats(self) -> Formats:
        return Formats(self.edit.workbook_part_tree("styles"))

    def finish(self) -> None:
        for part, styles in self._sheets.items():
            self.edit.put(part, styles.render())


def _format(looks: Looks, styles: SheetStyles, step: Step) -> None:
    formats = looks.formats
    area, change = Rectangle(*step["area"]), step["change"]
    borders = change.get("borders")

    def new_style(row: int, column: int, old: int) -> int:
        edges = frozenset[str]() if borders is None else _edges(area, borders["edges"], row, column)
        return formats.derive(old, change, edges)

    styles.restyle(area, new_style)


def _edges(area: Rectangle, which: str, row: int, column: int) -> frozenset[str]:
    """Edges of a cell that get a line. Row or column 0: of all that is in the column or row."""
    outside = {"top": row == area.top, "bottom": row == area.bottom, "left": column == area.left}
    outside["right"] = column == area.right
    if row == 0:
        outside |= {"top": False, "bottom": False}
    if column == 0:
        outside |= {"left": False, "right": False}
    if which == "all":
        return frozenset(outside)
    if which == "outer":
        return frozenset(edge for edge, is_outside in outside.items() if is_outside)
    if which == "inner":
        return frozenset(edge for edge, is_outside in outside.items() if not is_outside)
    return frozenset((which,)) if outside[which] else frozenset()


def _clear_formats(_looks: Looks, styles: SheetStyles, step: Step) -> None:
    styles.restyle(Rectangle(*step["area"]), lambda _row, _column, _old: 0)


def _copy_formats(looks: Looks, styles: SheetStyles, step: Step) -> None:
    source_sheet, *corners = step["source"]
    source, area = Rectangle(*corners), Rectangle(*step["area"])
    from_sheet = looks.sheet(source_sheet)
    transposed = step.get("transposed", False)
    rows, columns = source.bottom - source.top + 1, source.right - source.left + 1

    def origin(row: int, column: int) -> tuple[int, int]:
        down, right = row - area.top, column - area.left
        if transposed:
            down, right = right, down
        return source.top + down % rows, source.left + right % columns

    _assign(styles, area, from_sheet, source, origin)


def _tile_formats(_looks: Looks, styles: SheetStyles, step: Step) -> None:
    source, area = Rectangle(*step["source"]), Rectangle(*step["area"])
    rows, columns = source.bottom - source.top + 1, source.right - source.left + 1

    def origin(row: int, column: int) -> tuple[int, int]:
        return source.top + (row - source.top) % rows, source.left + (column - source.left) % columns

    _assign(styles, area, styles, source, origin)


def _move_formats(looks: Looks, styles: SheetStyles, step: Step) -> None:
    """The source is left without formats, but for what the target covers of it."""
    source_sheet, *corners = step["source"]
    source, area = Rectangle(*corners), Rectangle(*step["area"])
    from_sheet = looks.sheet(source_sheet)
    known, columns = from_sheet.styles_in(source), dict(from_sheet.columns)
    from_sheet.restyle(source, lambda _row, _column, _old: 0)

    def new_style(row: int, column: int, _old: int) -> int:
        cell = (row or area.top) - area.top + source.top, (column or area.left) - area.left + source.left
        return known.get(cell, columns.get(cell[1], 0)) if row else columns.get(cell[1], 0)

    styles.restyle(area, new_style)


def _order_formats(_looks: Looks, styles: SheetStyles, step: Step) -> None:
    area, order = Rectangle(*step["area"]), step["order"]
    _assign(styles, area, styles, area, lambda row, column: (order[row - area.top], column))


def _assign(
    styles: SheetStyles,
    area: Rectangle,
    from_sheet: SheetStyles,
    source: Rectangle,
    origin: Callable[[int, int], tuple[int, int]],
) -> None:
    known = from_sheet.styles_in(source)
    columns = dict(from_sheet.columns)

    def new_style(row: int, column: int, _old: int) -> int:
        cell = origin(row or area.top, column or area.left)
        return known.get(cell, columns.get(cell[1], 0)) if row else columns.get(cell[1], 0)

    styles.restyle(area, new_style)


def _carry(looks: Looks, styles: SheetStyles, step: Step) -> None:
    """What belongs to cells that are pasted, and is not in them."""
    source_sheet, *corners = step["source"]
    package = looks.edit.package
    source = find_sheet(package, source_sheet), looks.sheet(source_sheet).rest.root, Rectangle(*corners)
    target = find_sheet(package, step["sheet"]), styles.rest.root, Rectangle(*step["area"])
    kinds = _KINDS[step.get("kinds", "all")]
    carry(looks.edit, source, target, cut=step["cut"], transposed=step.get("transposed", False), kinds=kinds)


_KINDS = {"all": ALL_KINDS, "formats": FORMAT_KINDS, "fill": FILL_KINDS}


def _size_columns(_looks: Looks, styles: SheetStyles, step: Step) -> None:
    def change(entry: Element, _column: int) -> None:
        if "widthPx" in step:
            width = step["widthPx"]
            entry.set("width", "9.140625" if width is None else f"{width / _CHARACTER_PX:.6g}")
            entry.set("customWidth", None if width is None else "1")
        if "hidden" in step:
            entry.set("hidden", "1" if step["hidden"] else None)

    first = step["column"]
    change_columns(styles.rest.root, first, min(first + step["count"] - 1, MAX_COLUMN), change)


def _size_rows(_looks: Looks, styles: SheetStyles, step: Step) -> None:
    def change(attributes: bytes, _row: int) -> bytes:
        if "heightPx" in step:
            height = step["heightPx"]
            attributes = set_attribute(attributes, b"ht", None if height is None else f"{height / _PX_OF_A_POINT:.6g}")
            attributes = set_attribute(attributes, b"customHeight", None if height is None else "1")
        if "hidden" in step:
            attributes = set_attribute(attributes, b"hidden", "1" if step["hidden"] else None)
        return attributes

    first = step["row"]
    numbers = range(first, min(first + step["count"] - 1, MAX_ROW) + 1)
    styles.content = change_rows(styles.content, styles.prefix, numbers, change)


def _filter(looks: Looks, styles: SheetStyles, step: Step) -> None:
    """Shows the rows of the filter that there was, and hides those of the new one."""
    hidden = set(step["hidden"])
    area = None if step["area"] is None else Rectangle(*step["area"])
    set_filter(styles.rest.root, area, step["choices"])
    name_filter(looks.edit, find_sheet(looks.edit.package, step["sheet"]), area)

    def change(attributes: bytes, row: int) -> bytes:
        return set_attribute(attributes, b"hidden", "1" if row in hidden else None)

    first, last = step["shown"] or (1, 0)
    numbers = {*range(first, last + 1), *hidden}
    styles.content = change_rows(styles.content, styles.prefix, numbers, change)


def _freeze(_looks: Looks, styles: SheetStyles, step: Step) -> None:
    freeze(styles.rest.root, step["rows"], step["columns"])


def _merge(_looks: Looks, styles: SheetStyles, step: Step) -> None:
    merge(styles.rest.root, step["areas"])


def _unmerge(_looks: Looks, styles: SheetStyles, step: Step) -> None:
    unmerge(styles.rest.root, Rectangle(*step["area"]))


def _rule(_looks: Looks, styles: SheetStyles, step: Step) -> None:
    set_rule(styles.rest.root, Rectangle(*step["area"]), step["rule"])


def _link(looks: Looks, styles: SheetStyles, step: Step) -> None:
    part = find_sheet(looks.edit.package, step["sheet"]).part
    set_link(looks.edit, part, styles.rest.root, Rectangle(*step["area"]), step["link"])


def _note(looks: Looks, styles: SheetStyles, step: Step) -> None:
    part = find_sheet(looks.edit.package, step["sheet"]).part
    row, column = step["cell"]
    set_note(looks.edit, part, styles.rest.root, (row, column), step["note"])


_STEPS: dict[str, Callable[[Looks, SheetStyles, Step], None]] = {
    "format": _format,
    "clearFormats": _clear_formats,
    "copyFormats": _copy_formats,
    "carry": _carry,
    "tileFormats": _tile_formats,
    "moveFormats": _move_formats,
    "orderFormats": _order_formats,
    "sizeColumns": _size_columns,
    "sizeRows": _size_rows,
    "filter": _filter,
    "freeze": _freeze,
    "merge": _merge,
    "unmerge": _unmerge,
    "rule": _rule,
    "link": _link,
    "note": _note,
}
LOOK_STEPS = frozenset(_STEPS)
