"""A rectangle of cells as the user interface draws it."""

from __future__ import annotations

from typing import Any

from app.errors import ServiceError
from app.operations.blocks import read_blocks
from app.operations.special_looks import SpecialLooks
from app.package.addresses import Rectangle
from app.workbook.check_edits import check_cell
from app.workbook.workbook import Workbook

# A screen of tiny cells has 5,000; above this an answer would take a tenth of a second.
MAX_WINDOW_CELLS = 10_000


def read_window(workbook: Workbook, sheet: int, top: int, left: int, rows: int, columns: int) -> dict[str, Any]:
    """``CellWindow`` of the contract. Raises UNKNOWN_SHEET, OUT_OF_RANGE."""
    source = workbook.cells
    check_cell(len(source.sheets()), sheet, top, left)
    if rows < 1 or columns < 1 or rows * columns > MAX_WINDOW_CELLS:
        raise ServiceError(
            "OUT_OF_RANGE",
            f"A window of {rows} × {columns} cells is too large: at least 1, at most {MAX_WINDOW_CELLS:,}.",
        )
    check_cell(sheet + 1, sheet, top + rows - 1, left + columns - 1)
    specials = SpecialLooks(workbook, sheet)
    styles: dict[int, int] = {}
    looks: list[Any] = []
    cells: list[dict[str, Any]] = []
    for row in range(top, top + rows):
        for column in range(left, left + columns):
            look = source.look(sheet, row, column)
            cached = workbook.cached((sheet, row, column))
            if look.kind == "empty" and not look.style and look.mark is None and cached is None:
                continue
            cell: dict[str, Any] = {"row": row, "column": column, "text": look.text, "kind": look.kind}
            style = specials.complete(row, column, look.style) if specials.has_looks else look.style
            if style:
                # The engine hands out one object for each style.
                index = styles.setdefault(id(style), len(styles))
                if index == len(looks):
                    looks.append(style)
                cell["style"] = index
            if look.mark is not None:
                cell |= look.mark
            if specials.has_runs and (runs := specials.runs(row, column, look.text)) is not None:
                cell["runs"] = runs
            if cached is not None:
                cell |= {"text": cached.text, "kind": cached.kind, "cached": True}
            elif workbook.is_stale((sheet, row, column)):
                cell["stale"] = True
            cells.append(cell)
    return {
        "revision": workbook.history.revision,
        "sheet": sheet,
        "top": top,
        "left": left,
        "rows": rows,
        "columns": columns,
        "cells": cells,
        "styles": looks,
        "columnWidths": [source.column_width(sheet, column) for column in range(left, left + columns)],
        "rowHeights": [source.row_height(sheet, row) for row in range(top, top + rows)],
        **read_blocks(workbook, sheet, Rectangle(top, left, top + rows - 1, left + columns - 1)),
    }


def read_cell(workbook: Workbook, sheet: int, row: int, column: int) -> dict[str, Any]:
    """What the formula bar shows."""
    source = workbook.cells
    check_cell(len(source.sheets()), sheet, row, column)
    look = source.look(sheet, row, column)
    cached = workbook.cached((sheet, row, column))
    return {
        "input": source.input(sheet, row, column),
        "text": cached.text if cached else look.text,
        "kind": cached.kind if cached else look.kind,
    }
