"""Brings an engine from the workbook as opened to where its user was."""

from __future__ import annotations

from app.engine.port import Engine
from app.journal.history import History, Operation


def replay(engine: Engine, history: History) -> None:
    """Does what is done; does and takes back what is undone, so that the engine can redo it. One evaluation."""
    for operation in history.done:
        _apply(engine, operation)
    for operation in reversed(history.undone):
        _apply(engine, operation)
    for operation in history.undone:
        for _ in operation.edits:
            engine.undo()
    if history.done or history.undone:
        engine.evaluate()


def _apply(engine: Engine, operation: Operation) -> None:
    for edit in operation.edits:
        engine.set_input(edit.sheet, edit.row, edit.column, edit.text)
