"""What is attached to cells in the words of the contract: ``excel/src/service/attached.ts``."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from app.errors import ServiceError
from app.operations.take import cell_range
from app.package.addresses import Rectangle
from app.package.attached_cells import Attached, has_attached, read_attached
from app.package.cached import sheet_parts
from app.package.notes import Note
from app.package.rest_of_sheet import read_rest
from app.package.rules import Rule
from app.package.structure.tiles import common
from app.workbook.content import PACKAGES, Viewed

if TYPE_CHECKING:
    from app.journal.history import History
    from app.workbook.workbook import Workbook

# What is pasted in masses is not looked through for typed links.
_MAX_TYPED = 200
_log = logging.getLogger(__name__)
_typed_links: WeakKeyDictionary[Workbook, tuple[History, int, frozenset[int]]] = WeakKeyDictionary()


def attached_stamp(workbook: Workbook, sheet: int) -> str | None:
    """Another one whenever something else may be attached to the sheet's cells; None: nothing is."""
    own = _sheet_of_file(workbook, sheet)
    if own is None:
        return None
    base = workbook.history.base
    try:
        if _has_link_formulas(workbook, own):
            return f"{base}:{workbook.history.revision}"
        return str(base) if has_attached(workbook.source.original, own) else None
    except ServiceError as error:
        _log.warning("What is attached to cells of %s can't be read: %s", workbook.id, error.message)
        return None


def attached_of(workbook: Workbook, sheet: int) -> Attached:
    own = _sheet_of_file(workbook, sheet)
    return Attached() if own is None else read_attached(workbook.source.original, own)


def describe_attached(workbook: Workbook, sheet: int, window: Rectangle) -> dict[str, Any]:
    """``AttachedWindow``, all that touches the window and cut to it."""
    found = attached_of(workbook, sheet)
    links = [
        {"range": cell_range(sheet, area), "tip": link.tip or link.address or link.place}
        for link in found.links
        for area in common([link.area], window)
    ]
    links += [{"range": cell_range(sheet, cell), "tip": ""} for cell in _link_formulas(workbook, sheet, window)]
    return {
        "revision": workbook.history.revision,
        "stamp": attached_stamp(workbook, sheet) or "",
        "rules": [each for rule in found.rules if (each := _rule(rule, sheet, window)) is not None],
        "links": links,
        "notes": [_note(note) for note in found.notes if window.holds((note.row, note.column))],
    }


def _sheet_of_file(workbook: Workbook, sheet: int) -> int | None:
    """The sheet's index among the worksheets of the file; None when it is none of a package."""
    content = workbook.content
    if workbook.kind not in PACKAGES:
        return None
    if not isinstance(content, Viewed):
        return sheet
    # A view counts chart sheets as well.
    names = _sheet_names(workbook.source.original)
    name = content.view.sheets()[sheet].name
    return names.index(name) if name in names else None


@lru_cache(maxsize=16)
def _sheet_names(path: Path) -> tuple[str, ...]:
    try:
        return tuple(sheet.name for sheet in sheet_parts(path))
    except ServiceError:
        # Such as a strict workbook: it is shown without.
        return ()


def _has_link_formulas(workbook: Workbook, sheet: int) -> bool:
    if workbook.read_only is not None:
        return False
    if read_rest(workbook.source.original, sheet).has_link_formulas:
        return True
    return sheet in _sheets_with_typed_links(workbook)


def _sheets_with_typed_links(workbook: Workbook) -> frozenset[int]:
    """Looked for after each change once: a long journal takes longer to look through than a window to read."""
    history = workbook.history
    known = _typed_links.get(workbook)
    if known is not None and known[0] is history and known[1] == history.revision:
        return known[2]
    steps = (step for step in history.since_base() if len(step.edits) <= _MAX_TYPED)
    sheets = frozenset(edit.sheet for step in steps for edit in step.edits if _is_link_formula(edit.text))
    _typed_links[workbook] = history, history.revision, sheets
    return sheets


def _is_link_formula(text: str) -> bool:
    return text.startswith("=") and "HYPERLINK(" in text.upper()


def _link_formulas(workbook: Workbook, sheet: int, window: Rectangle) -> Iterator[Rectangle]:
    own = _sheet_of_file(workbook, sheet)
    if own is None or not _has_link_formulas(workbook, own):
        return
    engine = workbook.engine
    for row, column in engine.filled(sheet, window):
        if _is_link_formula(engine.formula(sheet, row, column) or ""):
            yield Rectangle(row, column, row, column)


def _rule(rule: Rule, sheet: int, window: Rectangle) -> dict[str, Any] | None:
    areas = [cell_range(sheet, area) for area in common(list(rule.areas), window)]
    if not areas:
        return None
    return {
        "areas": areas,
        "kind": rule.kind,
        "operator": rule.operator,
        "formulas": list(rule.formulas),
        "allowsBlank": rule.allows_blank,
        "arrow": rule.has_arrow,
        "style": rule.style,
        "title": rule.title,
        "message": rule.message,
        "promptTitle": rule.prompt_title,
        "prompt": rule.prompt,
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "row": note.row,
        "column": note.column,
        "thread": note.is_thread,
        "done": note.is_done,
        "remarks": [{"author": each.author, "text": each.text, "at": each.at} for each in note.remarks],
    }
