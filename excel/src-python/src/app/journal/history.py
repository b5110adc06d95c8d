"""What is done and what is undone, as the journal's records give it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.engine.port import CellAddress
from app.engine.readings import Reading

OperationKind = Literal["set", "change", "undo", "redo"]


@dataclass(frozen=True)
class Edit:
    """One input into one cell, as typed."""

    sheet: int
    row: int
    column: int
    text: str
    reading: Reading | None = None
    """What the text stood for when it was typed: it stays that, whatever a later version makes of such a text."""


@dataclass(frozen=True)
class Operation:
    """A record: what a user did in one step."""

    seq: int
    kind: OperationKind
    edits: tuple[Edit, ...] = ()
    keeps_formats: bool = False
    """The edits are copies: what is typed does not bring a number format along."""
    change: Mapping[str, Any] | None = None
    """Of a `change`: what `app.package.change` makes of the file, after the edits. It begins a new base.

    Of a `set`: looks that the engine shows at once, and that the file gets when it is written.
    """

    @property
    def looks(self) -> list[Mapping[str, Any]]:
        return list(self.change["steps"]) if self.kind == "set" and self.change is not None else []

    @property
    def is_void(self) -> bool:
        """It was set aside."""
        return not self.edits and self.change is None

    @property
    def engine_steps(self) -> int:
        """How often the engine has to undo."""
        return len(self.edits) + len(self.looks)


@dataclass
class History:
    """Two stacks of `set` and `change` operations."""

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
        if operation.kind in ("set", "change"):
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

    @property
    def base(self) -> int:
        """The last `change` that is done: the file on which what came after is built. 0: as opened."""
        return next((step.seq for step in reversed(self.done) if step.kind == "change"), 0)

    @property
    def bases(self) -> set[int]:
        """Every `change` that undo or redo can come back to."""
        return {step.seq for step in (*self.done, *self.undone) if step.kind == "change"}

    def since_base(self) -> list[Operation]:
        """What is done on top of `base`."""
        base = self.base
        return self.done if base == 0 else [step for step in self.done if step.seq > base]

    def done_on_base(self) -> set[int]:
        """The numbers of `since_base` that are no base themselves."""
        return {step.seq for step in self.since_base() if step.kind == "set"}

    def state_at(self, top: int) -> dict[str, Any]:
        """Names all that the cells come from, as JSON has it, when ``top`` is the last operation that is done.

        What was set aside below it does nothing there, and may do something later.
        """
        below = [step for step in self.since_base() if step.seq <= top]
        return {"base": self.base, "top": top, "void": [step.seq for step in below if step.is_void]}

    def undone_on_base(self) -> list[Operation]:
        """What can be redone before another base comes, the next first."""
        steps = []
        for step in reversed(self.undone):
            if step.kind == "change":
                break
            steps.append(step)
        return steps

    def net_edits(self) -> dict[CellAddress, str]:
        """Cell → its last input, of what is done on top of `base`."""
        return {(edit.sheet, edit.row, edit.column): edit.text for step in self.since_base() for edit in step.edits}

    def looks(self) -> list[Mapping[str, Any]]:
        """Of what is done on top of `base`, in order."""
        return [look for step in self.since_base() for look in step.looks]

    def charts(self) -> list[Mapping[str, Any]]:
        """Of what is done on top of `base`: one step for each chart that was made, changed or removed."""
        net: dict[str, Mapping[str, Any]] = {}
        for step in self.since_base():
            given = (step.change or {}).get("chart") if step.kind == "set" else None
            if given is None:
                continue
            identity, chart = given["id"], given["chart"]
            if chart is not None and "box" in chart:
                # Of a version that kept charts beside the file.
                continue
            before = net.pop(identity, {}).get("chart")
            if before is not None and chart is not None:
                chart = {**before, **chart}
            net[identity] = {"do": "chart", "id": identity, "chart": chart}
        return list(net.values())

    def file_steps(self) -> list[Mapping[str, Any]]:
        """What the file of `base` gets when it is written, beside its cells."""
        return [*self.looks(), *self.charts()]

    def count_after(self, top: int) -> int:
        """How many operations are done that the state `top` does not have."""
        below = next((index + 1 for index, step in enumerate(self.done) if step.seq == top), 0)
        return len(self.done) - below
