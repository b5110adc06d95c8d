"""Notes and threads of comments, as a sheet of a file has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.package.parts import Package
from app.package.structure.related import link_parts
from app.package.structure.sheet_rest import parse_area
from app.package.values import unescape_text
from app.package.xml_tree import Element, Tree

_UNKNOWN_AUTHOR = ""


@dataclass(frozen=True)
class Remark:
    """What one person wrote."""

    author: str
    text: str
    at: str | None
    """ISO 8601, as in the file; a note has none."""


@dataclass(frozen=True)
class Note:
    """Of one cell."""

    row: int
    column: int
    remarks: tuple[Remark, ...]
    is_thread: bool
    is_done: bool


def read_notes(package: Package, sheet_part: str) -> list[Note]:
    """In the order of cells. A thread stands for the note that older programs show instead of it."""
    notes = {(note.row, note.column): note for note in _read_plain(package, sheet_part)}
    notes |= {(note.row, note.column): note for note in _read_threads(package, sheet_part)}
    return [notes[cell] for cell in sorted(notes)]


def _read_plain(package: Package, sheet_part: str) -> Iterator[Note]:
    for part in link_parts(package, sheet_part, "comments"):
        root = Tree(package.read(part)).root
        holder, comments = root.find("authors"), root.find("commentList")
        authors = [] if holder is None else [each.text for each in holder.elements("author")]
        for comment in [] if comments is None else comments.elements("comment"):
            area, text = parse_area(comment.get("ref") or ""), comment.find("text")
            if area is None or text is None:
                continue
            number = comment.get("authorId") or ""
            known = number.isdecimal() and int(number) < len(authors)
            author = authors[int(number)] if known else _UNKNOWN_AUTHOR
            remark = Remark(author, _rich_text(text), None)
            yield Note(area.top, area.left, (remark,), is_thread=False, is_done=False)


def _rich_text(text: Element) -> str:
    """Of all runs, without what says how to pronounce them."""
    pieces = []
    for child in text.elements():
        if child.local == "t":
            pieces.append(child.text)
        elif child.local == "r":
            pieces += [each.text for each in child.elements("t")]
    return unescape_text("".join(pieces)).replace("\r\n", "\n").replace("\r", "\n")


def _read_threads(package: Package, sheet_part: str) -> Iterator[Note]:
    parts = link_parts(package, sheet_part, "threadedComment")
    if not parts:
        return
    persons = {
        person.get("id"): person.get("displayName") or _UNKNOWN_AUTHOR
        for part in link_parts(package, package.workbook_part, "person")
        for person in Tree(package.read(part)).root.elements("person")
    }
    found: dict[tuple[int, int], list[Element]] = {}
    for part in parts:
        for comment in Tree(package.read(part)).root.elements("threadedComment"):
            area = parse_area(comment.get("ref") or "")
            if area is not None:
                found.setdefault((area.top, area.left), []).append(comment)
    for (row, column), comments in found.items():
        remarks = [
            Remark(persons.get(each.get("personId"), _UNKNOWN_AUTHOR), _thread_text(each), each.get("dT"))
            for each in comments
        ]
        is_done = any(each.is_on("done") for each in comments)
        yield Note(row, column, tuple(remarks), is_thread=True, is_done=is_done)


def _thread_text(comment: Element) -> str:
    text = comment.find("text")
    return "" if text is None else text.text
