"""Merged blocks and the filter of a window, and whether something is attached to its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.operations.take import cell_range
from app.package.addresses import Rectangle

if TYPE_CHECKING:
    from app.workbook.workbook import Workbook


def read_blocks(workbook: Workbook, sheet: int, window: Rectangle) -> dict[str, Any]:
    """``merges``, ``filter``, ``attached``, ``undrawnFormats`` of a ``CellWindow``; left out where there are none."""
    from app.operations.attached import attached_stamp  # noqa: PLC0415  (package parts are read late)
    from app.operations.conditional_formats import count_undrawn  # noqa: PLC0415
    from app.operations.filters import shown_filter  # noqa: PLC0415

    found: dict[str, Any] = {}
    blocks = [Rectangle(*block) for block in workbook.cells.merges(sheet)]
    merges = [cell_range(sheet, block) for block in blocks if block.touches(window)]
    if merges:
        found["merges"] = merges
    if workbook.read_only is None and (shown := shown_filter(workbook.source.original, sheet)) is not None:
        found["filter"] = shown
    if undrawn := count_undrawn(workbook, sheet):
        found["undrawnFormats"] = undrawn
    if (stamp := attached_stamp(workbook, sheet)) is not None:
        found["attached"] = stamp
    return found
