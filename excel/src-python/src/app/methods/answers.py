"""Results in the shapes of excel/src/service/api.ts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.errors import ServiceError

if TYPE_CHECKING:
    from app.engine.port import Sheet
    from app.workbook.owner_files import FileOwner
    from app.workbook.workbook import Change, Workbook


def workbook_info(workbook: Workbook) -> dict[str, Any]:
    return {
        "id": workbook.id,
        "name": workbook.name,
        "path": str(workbook.path) if workbook.path else None,
        "readOnly": workbook.read_only,
        "recoveredEdits": workbook.recovered_edits,
        "recovery": workbook.keeps_recovery,
        "owner": _owner(workbook.owner),
        "quarantined": len(workbook.quarantined()) + workbook.is_load_quarantined,
        **_state(workbook),
    }


def _owner(owner: FileOwner | None) -> dict[str, Any] | None:
    if owner is None:
        return None
    since = owner.since.astimezone().isoformat() if owner.since else None
    return {"user": owner.user, "host": owner.host, "since": since, "stale": owner.stale}


def changed(workbook: Workbook, change: Change) -> dict[str, Any]:
    at = None
    # The sheet may be gone with the operation that was taken back.
    if change.at is not None and change.at[0] < len(workbook.sheets()):
        sheet, row, column = change.at
        at = {"sheet": sheet, "row": row, "column": column}
    answer = {"repeated": change.repeated, "at": at, "target": change.target, **_state(workbook)}
    if change.count is not None:
        answer["count"] = change.count
    return answer


def changed_many(workbook: Workbook, outcomes: Sequence[Change | ServiceError]) -> dict[str, Any]:
    """``ChangedMany``: how the workbook is after all of them, and what became of each."""
    told = [
        {"refused": {"code": outcome.code, "message": outcome.message}}
        if isinstance(outcome, ServiceError)
        else {"repeated": outcome.repeated}
        for outcome in outcomes
    ]
    return {"outcomes": told, **_state(workbook)}


def _state(workbook: Workbook) -> dict[str, Any]:
    return {
        "sheets": [_sheet_info(index, sheet) for index, sheet in enumerate(workbook.sheets())],
        "revision": workbook.history.revision,
        "dirty": workbook.dirty,
        "canUndo": workbook.read_only is None and bool(workbook.history.done),
        "canRedo": workbook.read_only is None and bool(workbook.history.undone),
    }


def _sheet_info(index: int, sheet: Sheet) -> dict[str, Any]:
    return {
        "index": index,
        "name": sheet.name,
        "visible": sheet.visible,
        "color": sheet.color,
        "rows": sheet.rows,
        "columns": sheet.columns,
        "frozenRows": sheet.frozen_rows,
        "frozenColumns": sheet.frozen_columns,
        "gridLines": sheet.grid_lines,
    }
