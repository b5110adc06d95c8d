"""What was set aside, in words for its user."""

from __future__ import annotations

from typing import Any

from app.engine.port import Sheet
from app.journal.history import Operation
from app.package.addresses import format_address
from app.workbook.workbook import LOAD_KEY, Workbook

_MAX_INPUT = 200


def describe_quarantine(workbook: Workbook) -> list[dict[str, Any]]:
    """``QuarantinedOperation`` of the contract, ``at`` in seconds since 1970."""
    sheets = workbook.sheets()
    entries = [
        {
            "key": found.key,
            "kind": _kind(found.operation),
            "place": _place(found.operation, sheets),
            "input": found.operation.edits[0].text[:_MAX_INPUT] if found.operation.edits else "",
            "attempts": found.ends,
            "at": found.at,
        }
        for found in workbook.quarantined()
    ]
    if workbook.is_load_quarantined:
        facts = {"attempts": workbook.loading.ends, "at": float(workbook.about["opened_at"])}
        entries.append({"key": LOAD_KEY, "kind": "load", "place": workbook.name, "input": "", **facts})
    return entries


def _kind(operation: Operation) -> str:
    if operation.change is not None:
        return str(operation.change.get("kind", "setCells"))
    return "setCells" if operation.kind in ("set", "change") else operation.kind


def _place(operation: Operation, sheets: list[Sheet]) -> str:
    if operation.edits:
        sheet = operation.edits[0].sheet
        here = [edit for edit in operation.edits if edit.sheet == sheet]
        first = format_address(min(edit.row for edit in here), min(edit.column for edit in here))
        last = format_address(max(edit.row for edit in here), max(edit.column for edit in here))
        return f"{_name(sheets, sheet)}!{first}" + ("" if first == last else f":{last}")
    at = (operation.change or {}).get("at")
    return _name(sheets, at[0]) if at else ""


def _name(sheets: list[Sheet], index: int) -> str:
    return sheets[index].name if index < len(sheets) else f"#{index}"
