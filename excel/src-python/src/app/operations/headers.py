"""Cells of a table's header under edits: the text in each of them is the name of its column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.engine.port import Engine, InputRefused
from app.journal.history import Edit
from app.package.structure.rename_columns import Header, read_headers

_MAX_NAME = 255


@dataclass
class Renames:
    """``edits`` with what the cells hold then; ``steps`` of the change."""

    edits: tuple[Edit, ...]
    steps: list[dict[str, Any]] = field(default_factory=list)


def rename_by_edits(engine: Engine, path: Path, edits: tuple[Edit, ...]) -> Renames:
    """As in Excel: names are texts, unique, and never empty. Raises ``InputRefused``."""
    headers = read_headers(path)
    if not headers:
        return Renames(edits)
    renames = Renames(edits)
    for header in headers:
        _rename(engine, header, renames)
    return renames


def touches_header(path: Path, edits: Sequence[Edit]) -> bool:
    return any(_is_in(header, edit) for header in read_headers(path) for edit in edits)


def _is_in(header: Header, edit: Edit) -> bool:
    return edit.sheet == header.sheet and header.holds(edit.row, edit.column)


def _rename(engine: Engine, header: Header, renames: Renames) -> None:
    wanted = {edit.column - header.left: edit for edit in renames.edits if _is_in(header, edit)}
    if not wanted:
        return
    names = list(header.names)
    for index in wanted:
        names[index] = ""
    for index, edit in wanted.items():
        text = _text_of(engine, edit)
        if len(text) > _MAX_NAME:
            raise InputRefused(
                f"A column's name has at most {_MAX_NAME} characters, and this one {len(text):,}. Shorten it."
            )
        names[index] = _free_name(text, names)
    changed = {
        index: Edit(edit.sheet, edit.row, edit.column, _as_text(engine, names[index])) for index, edit in wanted.items()
    }
    renames.edits = tuple(
        changed[edit.column - header.left] if _is_in(header, edit) else edit for edit in renames.edits
    )
    new = {old.lower(): names[index] for index, old in enumerate(header.names) if names[index] != old}
    if new:
        renames.steps.append({"do": "renameColumns", "table": header.table, "names": new})


def _text_of(engine: Engine, edit: Edit) -> str:
    """What the cell would show: a number and a formula's result become a text."""
    if not edit.text.startswith("="):
        return edit.text.removeprefix("'").strip()
    trial = engine.copy()
    trial.set_input(edit.sheet, edit.row, edit.column, edit.text)
    trial.evaluate()
    return trial.texts(edit.sheet, [(edit.row, edit.column)])[0]


def _free_name(text: str, names: Sequence[str]) -> str:
    taken = {name.lower() for name in names}
    if text and text.lower() not in taken:
        return text
    stem, first = (text, 2) if text else ("Column", 1)
    free = (f"{stem}{number}" for number in range(first, first + len(names) + 1))
    return next(name for name in free if name.lower() not in taken)


def _as_text(engine: Engine, name: str) -> str:
    return name if engine.stays_text(name) else f"'{name}"
