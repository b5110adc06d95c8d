"""Sheets added, renamed, moved, deleted, hidden: the workbook's list of sheets, and all that names them."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import ServiceError
from app.package.edit_package import PackageEdit
from app.package.formula_tokens import Kind, tokenize
from app.package.parts import MAIN, OFFICE_RELATIONSHIPS, SheetPart
from app.package.structure.formula_rewrite import rename_in_formula
from app.package.structure.names import change_names
from app.package.structure.pivots import rename_chart_source, sources_on
from app.package.structure.related import change_charts, chart_parts, link_parts, pivot_caches
from app.package.structure.sheet import change_sheet
from app.package.structure.tables import change_table
from app.package.xml_tree import Element

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_OWN_PARTS = ("table", "comments", "threadedComment", "vmlDrawing", "drawing", "printerSettings")
_OWN_OF_DRAWINGS = ("chart", "chartEx")


def add_sheet(edit: PackageEdit, at: int, name: str) -> None:
    """An empty sheet before the worksheet ``at``, or behind the last."""
    _refuse_name(edit, name)
    number = 1
    while edit.has(part := f"xl/worksheets/sheet{number}.xml"):
        number += 1
    root = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    edit.add(part, [b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', root.encode()], _SHEET_TYPE)
    links = edit.workbook_links
    used = {(link.get("Id") or "").lower() for link in links.elements()}
    identity = next(f"rId{free}" for free in range(1, len(used) + 2) if f"rid{free}" not in used)
    # An absolute target: right wherever the workbook part is.
    links.add("Relationship", Id=identity, Type=f"{OFFICE_RELATIONSHIPS}/worksheet", Target=f"/{part}")
    sheets = list_of_sheets(edit)
    numbers = [int(sheet.get("sheetId") or 0) for sheet in sheets.elements("sheet")]
    new = Element(sheets.prefix + b"sheet", is_empty=True)
    new.set("name", name)
    new.set("sheetId", str(max(numbers, default=0) + 1))
    # The prefix may be another one here: the namespace is said again.
    new.attributes += f' xmlns:r="{OFFICE_RELATIONSHIPS}" r:id="{identity}"'.encode()
    order = sheets.elements("sheet")
    entries = worksheets(edit)
    if at < len(entries):
        order.insert(order.index(entries[at]), new)
    else:
        order.append(new)
    _reorder(edit, order)


def rename_sheet(edit: PackageEdit, sheet: SheetPart, name: str) -> None:
    old = sheet.name
    if old.lower() != name.lower():
        _refuse_name(edit, name)
    worksheets(edit)[sheet.index].set("name", name)

    def rename(each: str) -> str | None:
        return name if each.lower() == old.lower() else each

    _rewrite_everywhere(edit, lambda formula: rename_in_formula(formula, rename))
    for part in pivot_caches(edit.package):
        for source in sources_on(edit.tree(part).root, old):
            source.set("sheet", name)
    for part in chart_parts(edit.package):
        edit.put(part, rename_chart_source(edit.read(part), old, name))


def move_sheet(edit: PackageEdit, sheet: int, to: int) -> None:
    order = list_of_sheets(edit).elements("sheet")
    entries = worksheets(edit)
    moved = entries.pop(sheet)
    order.remove(moved)
    order.insert(order.index(entries[to]) if to < len(entries) else len(order), moved)
    _reorder(edit, order)


def show_sheet(edit: PackageEdit, sheet: int, *, visible: bool) -> None:
    entries = worksheets(edit)
    entries[sheet].set("state", None if visible else "hidden")
    _show_a_visible_tab(edit)


def delete_sheet(edit: PackageEdit, sheet: SheetPart) -> None:
    """Raises ``STRUCTURE_REFUSED`` when a pivot table or slicer is on it or made of it."""
    package = edit.package
    _refuse_pivots(edit, sheet)
    tables = {
        name.lower()
        for part in link_parts(package, sheet.part, "table")
        if (name := edit.tree(part).root.get("displayName"))
    }
    gone = sheet.name.lower()

    def rename(each: str) -> str | None:
        return None if each.lower() == gone else each

    def rewrite(formula: str) -> str:
        return _without_tables(rename_in_formula(formula, rename), tables)

    _rewrite_everywhere(edit, rewrite, but=sheet)
    element = worksheets(edit)[sheet.index]
    identity = _link_of(element)
    order = list_of_sheets(edit).elements("sheet")
    order.remove(element)
    _reorder(edit, order)
    edit.workbook_links.remove_all(lambda link: link.get("Id") == identity)
    for part in _parts_of(edit, sheet):
        edit.remove(part)
    edit.remove(sheet.part)
    _show_a_visible_tab(edit)


def _refuse_pivots(edit: PackageEdit, sheet: SheetPart) -> None:
    package = edit.package
    for kind, what in (("pivotTable", "a pivot table"), ("slicer", "a slicer"), ("timeline", "a timeline")):
        if link_parts(package, sheet.part, kind):
            raise ServiceError(
                "STRUCTURE_REFUSED", f"The sheet {sheet.name} has {what}, which can't be deleted here. Do it in Excel."
            )
    for part in pivot_caches(package):
        if any(sources_on(edit.tree(part).root, sheet.name)):
            raise ServiceError(
                "STRUCTURE_REFUSED", f"A pivot table is made of the sheet {sheet.name}. Change its source in Excel."
            )


def _without_tables(formula: str, tables: set[str]) -> str:
    """References to the tables of a deleted sheet read ``#REF!``."""
    if not tables or "[" not in formula:
        return formula
    tokens = tokenize(formula)
    pieces = []
    for index, token in enumerate(tokens):
        named = token.kind is Kind.NAME and token.text.lower() in tables
        before = tokens[index - 1] if index else None
        if token.kind is Kind.BRACKETS and before is not None and before.text.lower() in tables:
            continue
        pieces.append("#REF!" if named else token.text)
    return "".join(pieces)


def _parts_of(edit: PackageEdit, sheet: SheetPart) -> list[str]:
    """What only this sheet links to."""
    package = edit.package
    parts = [part for kind in _OWN_PARTS for part in link_parts(package, sheet.part, kind)]
    for drawing in link_parts(package, sheet.part, "drawing"):
        parts += [part for kind in _OWN_OF_DRAWINGS for part in link_parts(package, drawing, kind)]
    others = {
        link.target for each in package.sheets if each.index != sheet.index for link in package.relationships(each.part)
    }
    return [part for part in parts if part not in others]


def _rewrite_everywhere(edit: PackageEdit, rewrite: Callable[[str], str], but: SheetPart | None = None) -> None:
    def careful(formula: str) -> str:
        return rewrite(formula) if "!" in formula or "[" in formula else formula

    package = edit.package
    for each in package.sheets:
        if but is not None and each.index == but.index:
            continue
        raw = edit.read(each.part)
        if b"!" in raw or b"[" in raw:
            edit.put(each.part, change_sheet(package, each, careful))
        for part in link_parts(package, each.part, "table"):
            edit.put(part, change_table(edit.read(part), careful, None))
    change_charts(edit, careful)
    change_names(edit.workbook, careful, ())
    edit.drop_calculation_chain()


def _refuse_name(edit: PackageEdit, name: str) -> None:
    names = {(sheet.get("name") or "").lower() for sheet in list_of_sheets(edit).elements("sheet")}
    if name.lower() in names:
        raise ServiceError("INVALID_PARAMS", f"There is a sheet called {name} already. Choose another name.")


def list_of_sheets(edit: PackageEdit) -> Element:
    sheets = edit.workbook.find("sheets")
    if sheets is None:
        raise ServiceError("STRUCTURE_REFUSED", "The workbook lists no sheets. Save it anew in Excel first.")
    return sheets


def _link_of(sheet: Element) -> str | None:
    """``r:id``, whatever the prefix."""
    for part in sheet.attributes.split():
        name, _, value = part.partition(b"=")
        if name.rpartition(b":")[2] == b"id":
            return value.strip(b"\"'").decode("utf-8")
    return None


def worksheets(edit: PackageEdit) -> list[Element]:
    """The entries of worksheets, in the engine's order: chart sheets left out."""
    kinds = {link.get("Id"): (link.get("Type") or "").rpartition("/")[2] for link in edit.workbook_links.elements()}
    return [sheet for sheet in list_of_sheets(edit).elements("sheet") if kinds.get(_link_of(sheet)) == "worksheet"]


def _reorder(edit: PackageEdit, order: list[Element]) -> None:
    """A new list of sheets. What counts sheets by their number follows."""
    sheets = list_of_sheets(edit)
    old = sheets.elements("sheet")
    sheets.children = [*order]
    places = {index: order.index(sheet) if sheet in order else None for index, sheet in enumerate(old)}
    names = edit.workbook.find("definedNames")
    if names is not None:
        for name in names.elements("definedName"):
            local = name.get("localSheetId")
            if local is None:
                continue
            place = places.get(int(local))
            if place is None:
                names.remove(name)
            else:
                name.set("localSheetId", str(place))
        if not names.elements():
            edit.workbook.remove(names)
    for view in _views(edit):
        for attribute in ("activeTab", "firstSheet"):
            shown = view.get(attribute)
            if shown is not None:
                place = places.get(int(shown))
                view.set(attribute, str(place if place is not None else max(0, min(int(shown), len(order) - 1))))


def _show_a_visible_tab(edit: PackageEdit) -> None:
    """Excel repairs a workbook whose active tab is hidden."""
    sheets = list_of_sheets(edit).elements("sheet")
    visible = [index for index, sheet in enumerate(sheets) if sheet.get("state") in (None, "visible")]
    for view in _views(edit):
        for attribute in ("activeTab", "firstSheet"):
            if int(view.get(attribute) or 0) not in visible and visible:
                view.set(attribute, str(visible[0]))


def _views(edit: PackageEdit) -> list[Element]:
    views = edit.workbook.find("bookViews")
    return [] if views is None else views.elements("workbookView")
