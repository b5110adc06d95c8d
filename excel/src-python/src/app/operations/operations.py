"""The operations of the contract (``excel/src/service/operations.ts``) by kind."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.engine.port import Engine
from app.operations.cells import plan_set_cells
from app.operations.lines import plan_lines
from app.operations.plan import Plan
from app.operations.sheets import (
    plan_add_sheet,
    plan_delete_sheet,
    plan_move_sheet,
    plan_rename_sheet,
    plan_show_sheet,
)
from app.operations.take import Given, invalid

MakePlan = Callable[[Engine, Given], Plan]

_PLANS: dict[str, MakePlan] = {
    "setCells": plan_set_cells,
    "insertRows": plan_lines,
    "deleteRows": plan_lines,
    "insertColumns": plan_lines,
    "deleteColumns": plan_lines,
    "addSheet": plan_add_sheet,
    "renameSheet": plan_rename_sheet,
    "moveSheet": plan_move_sheet,
    "deleteSheet": plan_delete_sheet,
    "showSheet": plan_show_sheet,
}


def choose_plan(operation: Given) -> Callable[[Engine], Plan]:
    """What makes the plan of an operation. Raises INVALID_PARAMS for a kind that there is not."""
    kind = operation.get("kind")
    make = _PLANS.get(kind) if isinstance(kind, str) else None
    if make is None:
        raise invalid("operation.kind", kind, "one of " + ", ".join(_PLANS))
    return partial(_make, make, operation)


def _make(make: MakePlan, operation: Given, engine: Engine) -> Plan:
    return make(engine, operation)
