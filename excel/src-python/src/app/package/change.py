"""Changes of a workbook's package by steps, as the journal records them. The same file and steps, the same file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.engine.port import CellAddress, Value
from app.package.addresses import Rectangle
from app.package.cached import find_sheet
from app.package.cell_xml import CellChange
from app.package.charts.change_charts import change_charts
from app.package.edit_package import PackageEdit
from app.package.looks.change_looks import LOOK_STEPS, change_looks
from app.package.parts import Package
from app.package.plain_sheet import find_rows
from app.package.sheet_patch import patch_sheet
from app.package.sheet_scan import scan_sheet
from app.package.structure.cell_move import follow_cells
from app.package.structure.line_change import change_lines
from app.package.structure.lines import LineShift
from app.package.structure.rename_columns import rename_columns
from app.package.structure.sheet_list import add_sheet, delete_sheet, move_sheet, rename_sheet, show_sheet
from app.package.structure.shift_cells import CellShift, shift_cells
from app.package.surroundings import PartChanges
from app.package.values import writable
from app.package.workbook_patch import request_full_calculation
from app.package.write_package import write_package
from app.package.xml_bytes import XmlDocument

Step = Mapping[str, Any]
Move = Callable[[CellAddress], "CellAddress | None"]
"""Where a cell is after a change; None when it is gone."""


@dataclass
class Outcome:
    """What a change did to the cells."""

    move: Move
    origin: Move
    """Where a cell was before; None when it is new."""
    fresh: list[CellAddress] = field(default_factory=list)
    """Cells whose formulas have no value in the file yet."""


def change_package(source: Path, target: Path, change: Mapping[str, Any], *, quick: bool = False) -> Outcome:
    """Writes ``source`` with the ``steps`` of a change done, in order; ``quick`` as for `write_package`.

    Raises ``STRUCTURE_REFUSED`` and others.
    """
    outcomes: list[Outcome] = []
    steps = _gather(change["steps"])
    with tempfile.TemporaryDirectory(prefix="steps-", dir=target.parent) as folder:
        for number, step in enumerate(steps):
            last = number == len(steps) - 1
            written = target if last else Path(folder) / f"{number}{source.suffix}"
            with Package(source) as package:
                edit = PackageEdit(package)
                outcomes.append(_do(edit, step))
                write_package(package, edit.finish(), written, quick=quick or not last)
            source = written

    def move(cell: CellAddress, since: int = 0) -> CellAddress | None:
        for each in outcomes[since:]:
            moved = each.move(cell)
            if moved is None:
                return None
            cell = moved
        return cell

    def origin(cell: CellAddress) -> CellAddress | None:
        for each in reversed(outcomes):
            was = each.origin(cell)
            if was is None:
                return None
            cell = was
        return cell

    fresh = [move(cell, number) for number, each in enumerate(outcomes, 1) for cell in each.fresh]
    return Outcome(move, origin, [cell for cell in fresh if cell is not None])


def _gather(steps: Sequence[Step]) -> list[list[Step]]:
    """Looks that follow one another are one pass, and so are charts."""
    gathered: list[list[Step]] = []
    for step in steps:
        if gathered and _is_in_one_pass(gathered[-1][0]["do"], step["do"]):
            gathered[-1].append(step)
        else:
            gathered.append([step])
    return gathered


def _is_in_one_pass(first: str, second: str) -> bool:
    return (first in LOOK_STEPS and second in LOOK_STEPS) or first == second == "chart"


def _do(edit: PackageEdit, steps: Sequence[Step]) -> Outcome:
    step = steps[0]
    name = step["do"]
    if name == "lines":
        sheet = find_sheet(edit.package, step["sheet"])
        shift = LineShift(step["axis"], step["at"], step["count"], step["inserts"])
        fresh = [(sheet.index, *cell) for cell in change_lines(edit, sheet, shift)]
        return Outcome(*_move_lines(step["sheet"], shift), fresh)
    if name in _STILL_STEPS:
        _STILL_STEPS[name](edit, step)
        return Outcome(_stay, _stay)
    if name in LOOK_STEPS:
        change_looks(edit, steps)
        return Outcome(_stay, _stay)
    if name == "chart":
        change_charts(edit, steps)
        return Outcome(_stay, _stay)
    if name in _SHEET_STEPS:
        return Outcome(*_change_sheets(edit, step))
    raise ValueError(f"no step {name!r}")


def _follow_cells(edit: PackageEdit, step: Step) -> None:
    source_sheet, *corners = step["source"]
    source = find_sheet(edit.package, source_sheet), Rectangle(*corners)
    follow_cells(edit, source, (find_sheet(edit.package, step["sheet"]), Rectangle(*step["area"])))


def _shift_cells(edit: PackageEdit, step: Step) -> None:
    shift = CellShift(Rectangle(*step["area"]), step["axis"], step["inserts"])
    shift_cells(edit, find_sheet(edit.package, step["sheet"]), shift)


_STILL_STEPS: Mapping[str, Callable[[PackageEdit, Step], None]] = {
    "followCells": _follow_cells,
    "shiftCells": _shift_cells,
    "renameColumns": lambda edit, step: rename_columns(edit, step["table"], step["names"]),
}
"""Those that leave every cell where it is: contents were moved by the edits before."""


def _stay(cell: CellAddress) -> CellAddress | None:
    return cell


_SHEET_STEPS = ("addSheet", "renameSheet", "moveSheet", "deleteSheet", "showSheet")


def _change_sheets(edit: PackageEdit, step: Mapping[str, Any]) -> tuple[Move, Move]:
    count = len(edit.package.sheets)
    order: list[int] = list(range(count))
    if step["do"] == "addSheet":
        add_sheet(edit, step["at"], step["name"])
        order.insert(step["at"], -1)
    elif step["do"] == "renameSheet":
        rename_sheet(edit, find_sheet(edit.package, step["sheet"]), step["name"])
    elif step["do"] == "moveSheet":
        move_sheet(edit, step["sheet"], step["to"])
        order.insert(step["to"], order.pop(step["sheet"]))
    elif step["do"] == "deleteSheet":
        delete_sheet(edit, find_sheet(edit.package, step["sheet"]))
        order.remove(step["sheet"])
    else:
        show_sheet(edit, step["sheet"], visible=step["visible"])
    return _renumbered({old: new for new, old in enumerate(order)}), _renumbered(dict(enumerate(order)))


def _renumbered(places: Mapping[int, int]) -> Move:
    def move(cell: CellAddress) -> CellAddress | None:
        place = places.get(cell[0], -1)
        return None if place < 0 else (place, cell[1], cell[2])

    return move


def _move_lines(sheet: int, shift: LineShift) -> tuple[Move, Move]:
    def move(cell: CellAddress) -> CellAddress | None:
        if cell[0] != sheet:
            return cell
        moved = shift.cell(cell[1], cell[2])
        return None if moved is None else (sheet, *moved)

    def origin(cell: CellAddress) -> CellAddress | None:
        if cell[0] != sheet:
            return cell
        was = (sheet, *shift.origin(cell[1], cell[2]))
        return was if move(was) == cell else None

    return move, origin


def refresh_values(source: Path, target: Path, values: Mapping[CellAddress, Value]) -> None:
    """Writes ``source`` with the stored values of formulas replaced, private and durable."""
    with Package(source) as package:
        parts = PartChanges()
        workbook = package.entry(package.workbook_part)
        if workbook is not None:
            parts.replaced[workbook.name] = request_full_calculation(package.read(workbook.name))
        for sheet in package.sheets:
            changes = {
                (row, column): CellChange(value if writable(value) else None)
                for (index, row, column), value in values.items()
                if index == sheet.index
            }
            entry = package.entry(sheet.part)
            if not changes or entry is None:
                continue
            document = XmlDocument.decode(package.read(sheet.part))
            plain = find_rows(document.data)
            *_, scan = [plain.scan] if plain else scan_sheet(package, sheet.part, lambda _: None)
            patched = patch_sheet(document.data, scan, changes, lambda style, _: style)
            parts.replaced[entry.name] = document.encode(patched)
        write_package(package, parts, target, quick=True)
    target.chmod(0o600)
