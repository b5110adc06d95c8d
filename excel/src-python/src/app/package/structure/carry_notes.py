"""Comments pasted along with their cells: notes with their boxes, and the threads of newer programs."""

from __future__ import annotations

import copy
import re
import uuid
from dataclasses import dataclass
from functools import partial

from app.package.addresses import Rectangle, format_address
from app.package.edit_package import PackageEdit
from app.package.structure.links import linked
from app.package.structure.note_boxes import find_box, move_box, remove_boxes
from app.package.structure.note_parts import add_boxes, take_notes, take_threads
from app.package.structure.sheet_rest import parse_area
from app.package.structure.tiles import Tiles
from app.package.xml_tree import Element

Position = tuple[int, int]
_IDENTITY = re.compile(rb'\s[\w.-]+:uid="[^"]*"')
_THREAD = re.compile(r"\{[0-9A-Fa-f-]+\}")


@dataclass(frozen=True)
class _Copy:
    origin: Position
    place: Position
    note: Element
    author: str
    box: bytes | None
    threads: tuple[Element, ...]


def carry_notes(
    edit: PackageEdit, source_part: str, target_part: str, target: Element, tiles: Tiles, *, cut: bool
) -> None:
    """``target``: the root of the sheet ``target_part``. What it had under the pasted cells goes."""
    copies = _read(edit, source_part, tiles, cut=cut)
    remove_notes(edit, target_part, tiles.target)
    if cut:
        remove_notes(edit, source_part, tiles.source)
    if copies:
        _add(edit, target_part, target, copies)


def _read(edit: PackageEdit, sheet_part: str, tiles: Tiles, *, cut: bool) -> list[_Copy]:
    part = linked(edit, sheet_part, "comments")
    if part is None:
        return []
    root = edit.tree(part).root
    vml_part, threads_part = linked(edit, sheet_part, "vmlDrawing"), linked(edit, sheet_part, "threadedComment")
    vml = b"" if vml_part is None else edit.read(vml_part)
    threads = [] if threads_part is None else edit.tree(threads_part).root.elements("threadedComment")
    holder, names = root.find("authors"), root.find("commentList")
    authors = [] if holder is None else [each.text for each in holder.elements("author")]
    copies = []
    for note in [] if names is None else names.elements("comment"):
        origin = _cell(note)
        if origin is None or not tiles.source.holds(origin):
            continue
        number = int(note.get("authorId") or 0)
        author = authors[number] if number < len(authors) else ""
        own = [each for each in threads if _cell(each) == origin]
        for place in tiles.places(Rectangle(*origin, *origin)):
            for row, column in place.cells():
                rename = partial(_renamed, place=(row, column)) if not cut else str
                made = [_placed(each, (row, column)) for each in own]
                for each in made:
                    for name in ("id", "parentId"):
                        if (old := each.get(name)) is not None:
                            each.set(name, _THREAD.sub(lambda match: rename(match[0]), old))  # noqa: B023
                name = _THREAD.sub(lambda match: rename(match[0]), author) if own else author  # noqa: B023
                box = find_box(vml, origin)
                copies.append(_Copy(origin, (row, column), _placed(note, (row, column)), name, box, tuple(made)))
    return copies


def _cell(element: Element) -> Position | None:
    area = parse_area(element.get("ref") or "")
    return None if area is None else (area.top, area.left)


def _placed(element: Element, place: Position) -> Element:
    made = copy.deepcopy(element)
    made.attributes = _IDENTITY.sub(b"", made.attributes)
    made.set("ref", format_address(*place))
    return made


def _renamed(identity: str, place: Position) -> str:
    return f"{{{uuid.uuid5(uuid.NAMESPACE_URL, f'{identity} {place}')}}}".upper()


def remove_notes(edit: PackageEdit, sheet_part: str, area: Rectangle) -> None:
    """Notes and threads of an area, with their boxes."""
    cells: set[Position] = set()
    for kind, local in (("comments", "comment"), ("threadedComment", "threadedComment")):
        part = linked(edit, sheet_part, kind)
        if part is None:
            continue
        for holder in edit.tree(part).root.walk():
            for each in holder.elements(local):
                cell = _cell(each)
                if cell is not None and area.holds(cell):
                    cells.add(cell)
                    holder.remove(each)
    vml = linked(edit, sheet_part, "vmlDrawing")
    if cells and vml is not None:
        edit.put(vml, [remove_boxes(edit.read(vml), cells)])


def _add(edit: PackageEdit, sheet_part: str, sheet: Element, copies: list[_Copy]) -> None:
    root = take_notes(edit, sheet_part)
    authors, notes = root.find("authors"), root.find("commentList")
    if authors is None or notes is None:
        return
    names = [each.text for each in authors.elements("author")]
    boxes = []
    for each in copies:
        if each.author not in names:
            names.append(each.author)
            authors.add("author").text = each.author
        note = each.note
        _fit(note, notes.prefix)
        note.set("authorId", str(names.index(each.author)))
        notes.children.append(note)
        boxes.append(move_box(each.box, each.origin, each.place))
        if each.threads:
            take_threads(edit, sheet_part).children += each.threads
    # Programs look them up in the order of cells.
    notes.children = [*sorted(notes.elements(), key=lambda note: _cell(note) or (0, 0))]
    add_boxes(edit, sheet_part, sheet, boxes)


def _fit(element: Element, prefix: bytes) -> None:
    for each in element.walk():
        each.name = prefix + each.name.rpartition(b":")[2]
