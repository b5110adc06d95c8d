"""The operations of the contract (``excel/src/service/operations.ts``) by kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.engine.port import Engine
from app.operations.attach import plan_set_link, plan_set_note, plan_set_rule
from app.operations.cells import plan_clear, plan_paste_text, plan_replace, plan_set_cells
from app.operations.charts import ChartList, plan_set_chart
from app.operations.fill import plan_fill
from app.operations.filters import plan_filter
from app.operations.lines import plan_lines
from app.operations.looks import plan_format, plan_freeze, plan_merge, plan_size, plan_unmerge
from app.operations.move import plan_move_range
from app.operations.paste import plan_paste_range
from app.operations.plan import Plan
from app.operations.several import join_plans, take_several
from app.operations.sheets import (
    plan_add_sheet,
    plan_delete_sheet,
    plan_move_sheet,
    plan_rename_sheet,
    plan_show_sheet,
)
from app.operations.shift import plan_shift
from app.operations.sort import plan_sort
from app.operations.take import Given, invalid

MakePlan = Callable[[Engine, Given], Plan]
Planner = Callable[[Engine, Path], Plan]
"""With the file that the engine was loaded from."""

_PLANS: dict[str, MakePlan] = {
    "pasteText": plan_paste_text,
    "sort": plan_sort,
    "replace": plan_replace,
    "addSheet": plan_add_sheet,
    "renameSheet": plan_rename_sheet,
    "moveSheet": plan_move_sheet,
    "deleteSheet": plan_delete_sheet,
    "showSheet": plan_show_sheet,
    "format": plan_format,
    "sizeColumns": plan_size,
    "sizeRows": plan_size,
    "setRule": plan_set_rule,
    "setLink": plan_set_link,
    "merge": plan_merge,
    "unmerge": plan_unmerge,
    "freeze": plan_freeze,
}

_FILE_PLANS: dict[str, Callable[[Engine, Given, Path], Plan]] = {
    "setCells": plan_set_cells,
    "pasteRange": plan_paste_range,
    "moveRange": plan_move_range,
    "fill": plan_fill,
    "filter": plan_filter,
    "clear": plan_clear,
    "setNote": plan_set_note,
    "insertRows": plan_lines,
    "deleteRows": plan_lines,
    "insertColumns": plan_lines,
    "deleteColumns": plan_lines,
    "insertCells": plan_shift,
    "deleteCells": plan_shift,
}
"""Those that look at what the file has around its cells."""


def choose_plan(operation: Given, charts: Callable[[], ChartList]) -> Planner:
    """What makes the plan of an operation. Raises INVALID_PARAMS for a kind that there is not.

    ``charts``: those that the workbook has, for the operations that need them.
    """
    kind = operation.get("kind")
    with_file = _FILE_PLANS.get(kind) if isinstance(kind, str) else None
    if with_file is not None:
        return lambda engine, path: with_file(engine, operation, path)
    if kind == "several":
        planners = [choose_plan(each, charts) for each in take_several(operation)]
        return lambda engine, path: join_plans([planner(engine, path) for planner in planners])
    if kind == "setChart":
        return lambda engine, _: plan_set_chart(engine, operation, charts)
    make = _PLANS.get(kind) if isinstance(kind, str) else None
    if make is None:
        raise invalid("operation.kind", kind, "one of " + ", ".join((*_PLANS, *_FILE_PLANS, "setChart", "several")))
    plan = make
    return lambda engine, _: plan(engine, operation)
