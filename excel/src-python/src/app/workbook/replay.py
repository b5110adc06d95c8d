"""Brings an engine from the workbook as opened, or its last base, to where its user was. One evaluation."""

from __future__ import annotations

from app.engine.port import Engine
from app.journal.history import History, Operation


def replay(engine: Engine, history: History) -> None:
    """Does what is done since the engine's base; does and takes back what is undone, so that it can be redone."""
    done = [step for step in history.since_base() if step.kind == "set"]
    undone = history.undone_on_base()
    for operation in (*done, *undone):
        _apply(engine, operation)
    for operation in undone:
        for _ in operation.edits:
            engine.undo()
    if done or undone:
        engine.evaluate()


def _apply(engine: Engine, operation: Operation) -> None:
    for edit in operation.edits:
        engine.set_input(edit.sheet, edit.row, edit.column, edit.text, keeps_format=operation.keeps_formats)
