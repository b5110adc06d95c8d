"""An edit of the journal, typed into an engine."""

from __future__ import annotations

from app.engine.port import Engine
from app.journal.history import Edit


def type_edit(engine: Engine, edit: Edit, *, keeps_format: bool) -> None:
    """Without evaluating. Raises ``InputRefused``."""
    place = edit.sheet, edit.row, edit.column
    engine.set_input(*place, edit.text, keeps_format=keeps_format, reading=edit.reading)
