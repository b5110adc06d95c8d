"""Checks what the link's own check of types leaves open."""

from __future__ import annotations

from pathlib import Path
from typing import TypeGuard

from app.errors import ServiceError
from app.journal.history import Edit

_MAX_KEY = 100
_MAX_EDITS = 100_000
# Of one request, whose deadline is that of one change.
_MAX_CHANGES = 1_000


def _invalid(name: str, value: object, expected: str) -> ServiceError:
    return ServiceError("INVALID_PARAMS", f"The parameter {name!r} must be {expected}, not {repr(value)[:60]}.")


def take_path(text: str) -> Path:
    path = Path(text)
    if not path.is_absolute() or not _is_encodable(text):
        raise _invalid("path", text, "an absolute path")
    return path


def _is_encodable(text: str) -> bool:
    """Lone surrogates, which JSON can carry, are in no file name, and NUL ends one."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def take_key(key: str) -> str:
    if not 1 <= len(key) <= _MAX_KEY or not key.isprintable():
        raise _invalid("key", key, f"a unique text of 1 to {_MAX_KEY} characters, such as a UUID")
    return key


def take_edits(edits: list[object]) -> tuple[Edit, ...]:
    if not 1 <= len(edits) <= _MAX_EDITS:
        raise _invalid("edits", f"{len(edits)} edits", f"a list of 1 to {_MAX_EDITS:,} edits")
    return tuple(_take_edit(edit) for edit in edits)


def take_changes(changes: list[object]) -> list[tuple[str, tuple[Edit, ...]]]:
    """Key and edits of each; all the edits together are no more than of one."""
    if not 1 <= len(changes) <= _MAX_CHANGES:
        raise _invalid("changes", f"{len(changes)} changes", f"a list of 1 to {_MAX_CHANGES:,} changes")
    taken = []
    count = 0
    for change in changes:
        key, edits = (change.get("key"), change.get("edits")) if isinstance(change, dict) else (None, None)
        if not (isinstance(key, str) and isinstance(edits, list)):
            raise _invalid("changes", change, "a list of {key, edits}")
        taken.append((take_key(key), take_edits(edits)))
        count += len(edits)
    if count > _MAX_EDITS:
        raise _invalid("changes", f"{count} edits", f"of at most {_MAX_EDITS:,} edits together")
    return taken


def _take_edit(value: object) -> Edit:
    if not isinstance(value, dict):
        raise _invalid("edits", value, "a list of objects")
    sheet, row, column, text = (value.get(name) for name in ("sheet", "row", "column", "input"))
    if not (_is_integer(sheet) and _is_integer(row) and _is_integer(column) and isinstance(text, str)):
        raise _invalid("edits", value, "a list of {sheet, row, column, input}: three integers and a text")
    return Edit(sheet, row, column, text)


def _is_integer(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
