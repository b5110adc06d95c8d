"""Cells inserted and deleted, where what is beside them makes room or closes up."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from app.engine.port import Engine
from app.errors import ServiceError
from app.journal.history import Edit
from app.operations.contents import check_count, look_alike
from app.operations.lines import plan_lines
from app.operations.move import plan_move_range
from app.operations.plan import Plan
from app.operations.take import Given, cell_range, take_choice, take_range
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle
from app.package.attached import read_surroundings
from app.package.structure.shift_cells import CellShift


def plan_shift(engine: Engine, given: Given, path: Path) -> Plan:
    """``insertCells`` (``right``, ``down``) and ``deleteCells`` (``left``, ``up``).

    ``path``: the base of the workbook, which has what belongs to the cells.
    """
    inserts = given["kind"] == "insertCells"
    sheet, area = take_range(given, "range", engine.sheet_count())
    way = take_choice(given, "shift", *(("right", "down") if inserts else ("left", "up")))
    axis: Literal["row", "column"] = "row" if way in ("down", "up") else "column"
    # 1. Whole lines are lines.
    if (axis == "row" and (area.left, area.right) == (1, MAX_COLUMN)) or (
        axis == "column" and (area.top, area.bottom) == (1, MAX_ROW)
    ):
        kind = ("insert" if inserts else "delete") + ("Rows" if axis == "row" else "Columns")
        at, count = (area.top, area.bottom - area.top + 1) if axis == "row" else (area.left, area.right - area.left + 1)
        return plan_lines(engine, {"kind": kind, "sheet": sheet, axis: at, "count": count}, path)
    shift = CellShift(area, axis, inserts)
    _refuse_filters(path, sheet, shift.strip)
    # 2. What is behind moves as if it were cut and pasted.
    source, target = _moved(engine, sheet, shift)
    steps: list[dict[str, Any]] = []
    edits: tuple[Edit, ...] = ()
    if source is not None and target is not None:
        to = {"sheet": sheet, "row": target.top, "column": target.left}
        moved = plan_move_range(engine, {"source": cell_range(sheet, source), "to": to}, path)
        edits = moved.edits
        steps += [step for step in (moved.change or {"steps": []})["steps"] if step["do"] != "followCells"]
    check_count(len(edits))
    # 3. New cells look like those before them.
    before = _before(area, axis)
    if inserts and before is not None and not _is_plain(engine, sheet, before):
        places = {"source": [sheet, *before], "sheet": sheet, "area": list(area), "transposed": False}
        steps.append({"do": "copyFormats", **places})
    # 4. What refers to them.
    steps.append({"do": "shiftCells", "sheet": sheet, "area": list(area), "axis": axis, "inserts": inserts})
    change = {"steps": steps, "at": [sheet, area.top, area.left]}
    return Plan(edits, True, change, cell_range(sheet, area), moves_cells=True)


def _moved(engine: Engine, sheet: int, shift: CellShift) -> tuple[Rectangle | None, Rectangle | None]:
    """What moves, as far as something is there, and where it goes. Raises OUT_OF_RANGE."""
    used = engine.sheets()[sheet]
    area, lines = shift.area, shift.lines
    last_used = used.rows if shift.axis == "row" else used.columns
    for block in engine.merges(sheet):
        if shift.strip.touches(Rectangle(*block)):
            last_used = max(last_used, block[2 if shift.axis == "row" else 3])
    if shift.inserts:
        first, last, offset = lines.at, last_used, lines.count
        if last + offset > lines.last:
            raise ServiceError(
                "OUT_OF_RANGE",
                f"The cells behind {area} would be pushed off the sheet. Clear the last {shift.axis}s first.",
            )
    else:
        # At least as many as are deleted, so that those are overwritten.
        first, offset = lines.end, -lines.count
        last = min(max(last_used, first + lines.count - 1), lines.last)
    if first > last:
        return None, None
    if shift.axis == "row":
        source = area._replace(top=first, bottom=last)
        return source, source._replace(top=first + offset, bottom=last + offset)
    source = area._replace(left=first, right=last)
    return source, source._replace(left=first + offset, right=last + offset)


def _before(area: Rectangle, axis: str) -> Rectangle | None:
    if axis == "row":
        return None if area.top == 1 else area._replace(top=area.top - 1, bottom=area.top - 1)
    return None if area.left == 1 else area._replace(left=area.left - 1, right=area.left - 1)


def _is_plain(engine: Engine, sheet: int, area: Rectangle) -> bool:
    cells = [(row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)]
    return all(look_alike(engine, (sheet, *cell), (sheet, MAX_ROW, MAX_COLUMN)) for cell in cells[:10_000])


def _refuse_filters(path: Path, sheet: int, strip: Rectangle) -> None:
    own = read_surroundings(path, sheet).filter
    if own is not None and strip.touches(own) and not (strip.holds(own[:2]) and strip.holds(own[2:])):
        raise ServiceError(
            "STRUCTURE_REFUSED", f"The sheet's filter ({own}) would be cut in two. Take it off first, or choose all."
        )
