"""What a sheet has around its cells: merged blocks, filters, validation, conditional formats, links, views, columns."""

from __future__ import annotations

from collections.abc import Callable

from app.package.addresses import Rectangle, format_address
from app.package.references import translate
from app.package.structure.lines import LineShift
from app.package.xml_tree import Element

Rewrite = Callable[[str], str]

_ONE_AREA = {"dimension", "mergeCell", "autoFilter", "sortState", "sortCondition", "hyperlink"}
_AREAS = {"selection", "conditionalFormatting", "dataValidation", "protectedRange", "ignoredError"}
_ONE_CELL = {"pane": "topLeftCell", "sheetView": "topLeftCell", "cellWatch": "r", "inputCells": "r"}
_ANCHORED = {"conditionalFormatting", "dataValidation", "sparkline"}
_STAY = {"selection", "pane", "sheetView", "dimension"}
_COUNTED = {
    "mergeCells": "mergeCell",
    "hyperlinks": "hyperlink",
    "dataValidations": "dataValidation",
    "protectedRanges": "protectedRange",
    "ignoredErrors": "ignoredError",
    "cellWatches": "cellWatch",
    "conditionalFormattings": "conditionalFormatting",
    "sparklines": "sparkline",
    "sparklineGroups": "sparklineGroup",
}


def change_rest(root: Element, rewrite: Rewrite, shift: LineShift | None) -> bool:
    """Changes the tree of a sheet whose cells were taken out. True when something changed."""
    before = root.render()
    _visit(root, rewrite, shift)
    return root.render() != before


def _visit(element: Element, rewrite: Rewrite, shift: LineShift | None) -> None:
    for child in element.elements():
        if child.local in _ANCHORED:
            if not _change_anchored(child, rewrite, shift):
                element.remove(child)
            continue
        if shift is not None and not _change_geometry(child, shift):
            element.remove(child)
            continue
        if child.local == "hyperlink":
            _rewrite_attribute(child, "location", rewrite)
        elif child.local in ("f", "formula", "formula1", "formula2") and not child.elements():
            _rewrite_text(child, rewrite)
        _visit(child, rewrite, shift)
        if child.local in _COUNTED:
            _recount(element, child)


def _recount(parent: Element, container: Element) -> None:
    count = len(container.elements(_COUNTED[container.local]))
    if count == 0:
        parent.remove(container)
    elif container.get("count") is not None:
        container.set("count", str(count))


def _change_geometry(element: Element, shift: LineShift) -> bool:
    """False when what it describes is gone."""
    local = element.local
    if local in _ONE_AREA:
        return _change_area(element, shift)
    if local in _AREAS:
        return _change_areas(element, shift)
    if local in _ONE_CELL:
        return _change_cell(element, _ONE_CELL[local], shift)
    if local == "cols" and shift.axis == "column":
        _change_columns(element, shift)
        return bool(element.elements("col"))
    if local in ("rowBreaks", "colBreaks") and (local == "rowBreaks") == (shift.axis == "row"):
        _change_breaks(element, shift)
        return bool(element.elements("brk"))
    if local in ("from", "to"):
        change_marker(element, shift)
    return True


def _change_area(element: Element, shift: LineShift) -> bool:
    reference = element.get("ref")
    area = None if reference is None else parse_area(reference)
    if reference is None or area is None:
        return True
    moved = shift.area(area)
    if moved is None or (element.local == "mergeCell" and moved.area == 1):
        return element.local in _STAY
    if moved != area:
        element.set("ref", str(moved))
        if element.local == "autoFilter" and shift.axis == "column":
            change_filter_columns(element, area, moved, shift)
    return True


def change_filter_columns(element: Element, old: Rectangle, new: Rectangle, shift: LineShift) -> None:
    for column in element.elements("filterColumn"):
        moved = shift.line(old.left + int(column.get("colId") or 0))
        if moved is None:
            element.remove(column)
        else:
            column.set("colId", str(moved - new.left))


def _change_areas(element: Element, shift: LineShift) -> bool:
    areas = parse_areas(element.get("sqref") or "")
    moved = [area for area in (shift.area(area) for area in areas) if area is not None]
    active = element.get("activeCell")
    if element.local == "selection":
        if not moved:
            moved = [_clamped(area, shift) for area in areas[:1]]
        if active is not None and (corner := parse_area(active)) is not None:
            element.set("activeCell", str(shift.area(corner) or _clamped(corner, shift)))
            element.set("activeCellId", None)
    if not moved:
        return not areas
    element.set("sqref", join_areas(moved))
    return True


def _clamped(area: Rectangle, shift: LineShift) -> Rectangle:
    """Where a cell is looked for that is gone: the first line behind."""
    if shift.axis == "row":
        return Rectangle(shift.at, area.left, shift.at, area.left)
    return Rectangle(area.top, shift.at, area.top, shift.at)


def _change_cell(element: Element, name: str, shift: LineShift) -> bool:
    text = element.get(name)
    area = None if text is None else parse_area(text)
    if area is None:
        return True
    moved = shift.area(area)
    if moved is None:
        if element.local not in _STAY:
            return False
        moved = _clamped(area, shift)
    top, left = moved.top, moved.left
    if element.local == "pane" and element.get("state") in ("frozen", "frozenSplit"):
        # What scrolls begins behind what is frozen; not scrolled, it stays so, or the new line would be out of sight.
        first_row, first_column = int(element.get("ySplit") or 0) + 1, int(element.get("xSplit") or 0) + 1
        top = first_row if area.top <= first_row else max(top, first_row)
        left = first_column if area.left <= first_column else max(left, first_column)
    element.set(name, format_address(top, left))
    return True


def _change_columns(columns: Element, shift: LineShift) -> None:
    for column in columns.elements("col"):
        first, last = int(column.get("min") or 1), int(column.get("max") or 1)
        moved = shift.span(first, last)
        if shift.inserts and moved is not None and last == shift.at - 1:
            # Inserted columns look like the one left of them, as in Excel.
            moved = (first, min(last + shift.count, shift.last))
        if moved is None:
            columns.remove(column)
        else:
            column.set("min", str(moved[0]))
            column.set("max", str(moved[1]))


def _change_breaks(breaks: Element, shift: LineShift) -> None:
    """A break stands behind its line."""
    for each in breaks.elements("brk"):
        moved = shift.line(int(each.get("id") or 0) + 1)
        if moved is None or moved == 1:
            breaks.remove(each)
        else:
            each.set("id", str(moved - 1))
    count = str(len(breaks.elements("brk")))
    breaks.set("count", count)
    if breaks.get("manualBreakCount") is not None:
        breaks.set("manualBreakCount", str(sum(each.is_on("man") for each in breaks.elements("brk"))))


def change_marker(marker: Element, shift: LineShift) -> None:
    """A corner of something that floats over the cells; its lines count from 0."""
    line = marker.find("row" if shift.axis == "row" else "col")
    if line is None or not line.text.strip().isdecimal():
        return
    number = int(line.text) + 1
    moved = shift.line(number)
    if moved is None:
        moved = shift.last if shift.inserts else shift.at
        offset = marker.find("rowOff" if shift.axis == "row" else "colOff")
        if offset is not None:
            offset.text = "0"
    if moved != number:
        line.text = str(moved - 1)


def _change_anchored(element: Element, rewrite: Rewrite, shift: LineShift | None) -> bool:
    """Formulas that are read as seen from the first cell of the areas that they stand for."""
    own = element.find("sqref")
    text = element.get("sqref") if own is None else own.text
    areas = parse_areas(text or "")
    moved = areas
    if shift is not None:
        moved = [area for area in (shift.area(area) for area in areas) if area is not None]
        if areas and not moved:
            return False
        if moved != areas:
            if own is None:
                element.set("sqref", join_areas(moved))
            else:
                own.text = join_areas(moved)
    row_offset = column_offset = 0
    if shift is not None and moved:
        row, column = shift.origin(moved[0].top, moved[0].left)
        row_offset, column_offset = row - areas[0].top, column - areas[0].left

    def follow(formula: str) -> str:
        if row_offset or column_offset:
            formula = translate(formula, row_offset, column_offset)
        return rewrite(formula)

    change_formulas(element, follow)
    return True


def change_formulas(element: Element, rewrite: Rewrite) -> None:
    """Of a validation, a conditional format or a sparkline."""
    for inner in element.walk():
        if inner.local in ("f", "formula", "formula1", "formula2") and not inner.elements():
            _rewrite_text(inner, rewrite)
        elif inner.local == "cfvo" and inner.get("type") == "formula":
            _rewrite_attribute(inner, "val", rewrite)


def _rewrite_text(element: Element, rewrite: Rewrite) -> None:
    text = element.text
    if text and (rewritten := rewrite(text)) != text:
        element.text = rewritten


def _rewrite_attribute(element: Element, name: str, rewrite: Rewrite) -> None:
    text = element.get(name)
    if text and (rewritten := rewrite(text)) != text:
        element.set(name, rewritten)


def parse_area(text: str) -> Rectangle | None:
    try:
        return Rectangle.parse(text)
    except ValueError:
        return None


def parse_areas(text: str) -> list[Rectangle]:
    return [area for area in map(parse_area, text.split()) if area is not None]


def join_areas(areas: list[Rectangle]) -> str:
    return " ".join(map(str, areas))
