"""Which edits a workbook takes."""

from __future__ import annotations

import re
from dataclasses import replace

from app.engine.port import CellError, Engine, InputRefused
from app.engine.readings import read_typed
from app.errors import ServiceError
from app.journal.history import Edit
from app.package.addresses import MAX_COLUMN, MAX_ROW, format_address

# Excel's limits; XML can't hold the other control characters.
_MAX_TEXT, _MAX_FORMULA = 32_767, 8_192
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def accept_edits(engine: Engine, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """The edits that change something. Raises UNKNOWN_SHEET, OUT_OF_RANGE, INVALID_PARAMS, CELL_LOCKED_BY_SPILL."""
    sheets = engine.sheet_count()
    accepted = []
    for edit in edits:
        check_cell(sheets, edit.sheet, edit.row, edit.column)
        _check_text(edit)
        if not _is_void(engine, edit):
            accepted.append(edit)
    return tuple(accepted)


def read_edits(engine: Engine, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """What is typed by hand or comes from another program, as what it stands for. In a cell for texts it is a text."""
    sheets = engine.sheet_count()
    return tuple(_read_edit(engine, sheets, edit) for edit in edits)


def _read_edit(engine: Engine, sheets: int, edit: Edit) -> Edit:
    text = edit.text
    if text == "" or text[0] in "='" or not _is_inside(sheets, edit):
        return edit
    if engine.number_format(edit.sheet, edit.row, edit.column) == "@":
        return edit if engine.stays_text(text) else replace(edit, text=f"'{text}")
    reading = read_typed(text)
    return edit if reading is None else replace(edit, reading=reading)


def _is_inside(sheets: int, edit: Edit) -> bool:
    return 0 <= edit.sheet < sheets and 1 <= edit.row <= MAX_ROW and 1 <= edit.column <= MAX_COLUMN


def check_cell(sheets: int, sheet: int, row: int, column: int) -> None:
    if not 0 <= sheet < sheets:
        raise ServiceError("UNKNOWN_SHEET", f"There is no sheet {sheet}: the workbook has {sheets}, counted from 0.")
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise ServiceError(
            "OUT_OF_RANGE",
            f"Row {row}, column {column} is outside the sheet. Rows are 1 to {MAX_ROW}, columns 1 to {MAX_COLUMN}.",
        )


def _check_text(edit: Edit) -> None:
    limit = _MAX_FORMULA if edit.text.startswith("=") else _MAX_TEXT
    if len(edit.text) > limit:
        raise InputRefused(f"The input has {len(edit.text):,} characters, and a cell holds {limit:,}. Shorten it.")
    if bad := _UNWRITABLE.search(edit.text):
        raise InputRefused(f"The input has the character U+{ord(bad[0]):04X}, which no workbook can hold. Remove it.")


def _is_void(engine: Engine, edit: Edit) -> bool:
    """Clearing a covered or filled cell changes nothing, as in Excel; typing into one is refused."""
    here = format_address(edit.row, edit.column)
    if anchor := engine.merged_into(edit.sheet, edit.row, edit.column):
        if edit.text == "":
            return True
        raise InputRefused(f"{here} is part of a merged cell. Type into {format_address(*anchor)}.")
    if owner := engine.owner(edit.sheet, edit.row, edit.column):
        if owner.dynamic and edit.text == "":
            return True
        raise ServiceError(
            "CELL_LOCKED_BY_SPILL",
            f"{here} is filled by the {'formula' if owner.dynamic else 'array formula'} in "
            f"{format_address(owner.row, owner.column)}, and can't be changed by itself."
            + (" Change that one." if owner.dynamic else " Array formulas can't be changed here yet."),
        )
    return False


def refuse_unreadable(engine: Engine, edits: tuple[Edit, ...]) -> None:
    """After evaluation: a formula that can't be read would make the saved file one that Excel repairs."""
    for edit in edits:
        if not edit.text.startswith("="):
            continue
        # An #ERROR! may also come from another cell.
        value = engine.value(edit.sheet, edit.row, edit.column)
        if value == CellError("#ERROR!"):
            _refuse_unless_readable(engine, edit.text)


def refuse_doubtful(engine: Engine, edits: tuple[Edit, ...]) -> None:
    """As `refuse_unreadable`, before anything is typed; some are refused here that would pass there."""
    for edit in edits:
        if edit.text.startswith("="):
            _refuse_unless_readable(engine, edit.text)


def _refuse_unless_readable(engine: Engine, formula: str) -> None:
    if not engine.is_readable(formula):
        raise InputRefused(
            f"The formula {formula[:100]} can't be read. Check its brackets, commas and number of arguments, "
            "or type ' before it to enter it as text."
        )
