"""What is done and what is undone, as the journal's records give it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from app.engine.port import CellAddress

OperationKind = Literal["set", "undo", "redo"]


@dataclass(frozen=True)
class Edit:
    """One input into one cell, as typed."""

    sheet: int
    row: int
    column: int
    text: str


@dataclass(frozen=True)
class Operation:
    """A record: what a user did in one step."""

    seq: int
    kind: OperationKind
    edits: tuple[Edit, ...] = ()


@dataclass
class History:
    """Two stacks of `set` operations."""

    done: list[Operation] = field(default_factory=list)
    undone: list[Operation] = field(default_factory=list)
    revision: int = 0
    """The last record's number: grows with every change, the same after a restart."""

    @classmethod
    def replay(cls, operations: Iterable[Operation]) -> History:
        history = cls()
        for operation in operations:
            history.record(operation)
        return history

    def record(self, operation: Operation) -> None:
        if operation.kind == "set":
            self.done.append(operation)
            self.undone.clear()
        elif operation.kind == "undo":
            self.undone.append(self.done.pop())
        else:
            self.done.append(self.undone.pop())
        self.revision = operation.seq

    @property
    def top(self) -> int:
        """Names the state of the cells: what lies below an operation on the stack never changes. 0: as opened."""
        return self.done[-1].seq if self.done else 0

    def net_edits(self) -> dict[CellAddress, str]:
        """Cell → its last input, of what is done."""
        return {(edit.sheet, edit.row, edit.column): edit.text for step in self.done for edit in step.edits}

    def count_after(self, top: int) -> int:
        """How many operations are done that the state `top` does not have."""
        below = next((index + 1 for index, step in enumerate(self.done) if step.seq == top), 0)
        return len(self.done) - below
