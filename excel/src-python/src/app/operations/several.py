"""The same done to several areas, as one step for undo."""

from __future__ import annotations

from collections.abc import Sequence

from app.operations.contents import check_count
from app.operations.plan import Plan
from app.operations.take import Given, cell_range, invalid, take_list
from app.package.addresses import Rectangle

_KINDS = ("format", "clear", "unmerge", "sizeColumns", "sizeRows", "pasteRange")
"""Those whose plan is the same whether another of them has been done or not."""
_MOST = 1_000


def take_several(given: Given) -> list[Given]:
    """1 to 1,000 operations, all of one of the kinds that can be done together."""
    operations = take_list(given, "operations")
    if not 1 <= len(operations) <= _MOST:
        raise invalid("operations", f"{len(operations):,} of them", f"a list of 1 to {_MOST:,} operations")
    for each in operations:
        if not isinstance(each, dict) or each.get("kind") not in _KINDS or each["kind"] != operations[0]["kind"]:
            raise invalid("operations", each, "operations of one kind, of " + ", ".join(_KINDS))
    return operations


def join_plans(plans: Sequence[Plan]) -> Plan:
    """All of them in one. ``target``: the rectangle around all that is written."""
    edits = tuple(edit for plan in plans for edit in plan.edits)
    check_count(len(edits))
    changes = [plan.change for plan in plans if plan.change is not None]
    steps = [step for change in changes for step in change["steps"]]
    return Plan(
        edits,
        keeps_formats=any(plan.keeps_formats for plan in plans),
        change={"steps": steps, "at": changes[0]["at"]} if changes else None,
        target=_around([plan.target for plan in plans if plan.target is not None]),
    )


def _around(targets: Sequence[Given]) -> dict[str, int] | None:
    if not targets:
        return None
    area = Rectangle(
        min(each["top"] for each in targets),
        min(each["left"] for each in targets),
        max(each["top"] + each["rows"] - 1 for each in targets),
        max(each["left"] + each["columns"] - 1 for each in targets),
    )
    return cell_range(targets[0]["sheet"], area)
