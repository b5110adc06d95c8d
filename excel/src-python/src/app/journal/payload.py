"""An operation's record as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.engine.readings import Reading
from app.journal.history import Edit


def write_payload(edits: tuple[Edit, ...], keeps_formats: bool, change: Mapping[str, Any] | None) -> str:
    """A list of edits, or an object with them and what else there is."""
    cells = [_write_edit(edit) for edit in edits]
    if change is None and not keeps_formats:
        return json.dumps(cells, ensure_ascii=False)
    return json.dumps({"edits": cells, "keepsFormats": keeps_formats, "change": change}, ensure_ascii=False)


def read_payload(payload: str) -> tuple[tuple[Edit, ...], bool, Mapping[str, Any] | None]:
    read = json.loads(payload)
    if isinstance(read, list):
        read = {"edits": read, "keepsFormats": False, "change": None}
    return tuple(_read_edit(*values) for values in read["edits"]), read["keepsFormats"], read["change"]


def _write_edit(edit: Edit) -> list[Any]:
    reading = edit.reading
    plain = [edit.sheet, edit.row, edit.column, edit.text]
    return plain if reading is None else [*plain, [reading.number, reading.number_format]]


def _read_edit(sheet: int, row: int, column: int, text: str, reading: list[Any] | None = None) -> Edit:
    """Without a reading, as before there were any: the engine decides."""
    return Edit(sheet, row, column, text, None if reading is None else Reading(*reading))
