"""What IronCalc says of one cell."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ironcalc import CellType, UserModel, WorkbookError

from app.engine.format_colors import format_color
from app.engine.guard import guarded
from app.engine.ironcalc_marks import map_mark
from app.engine.ironcalc_styles import StyleMapper
from app.engine.number_text import mended_text
from app.engine.port import CellError, CellKind, CellLook, CellOwner, CellStyle, Value
from app.engine.readings import number_input, read_typed

_log = logging.getLogger(__name__)

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

# By number: the native enumeration is not hashable.
_KINDS: dict[int, CellKind] = {1: "number", 2: "text", 4: "boolean", 16: "error"}


class IronCalcCells:
    """See `app.engine.port.Engine` for the methods."""

    def __init__(self, model: UserModel) -> None:
        self._model = model

    @guarded
    def value(self, sheet: int, row: int, column: int) -> Value:
        value = self._model.get_cell_value(sheet, row, column)
        if isinstance(value, str) and value.startswith("#") and self._kind(sheet, row, column) == "error":
            return CellError(value)
        return value

    def _kind(self, sheet: int, row: int, column: int) -> CellKind:
        return _KINDS.get(int(self._model.get_cell_type(sheet, row, column)), "text")  # type: ignore[call-overload]

    @guarded
    def formula(self, sheet: int, row: int, column: int) -> str | None:
        return self._model.get_cell_formula(sheet, row, column)

    @guarded
    def input(self, sheet: int, row: int, column: int) -> str:
        content = self._model.get_cell_content(sheet, row, column)
        if self._model.get_cell_formula(sheet, row, column) is None:
            value = self._model.get_cell_value(sheet, row, column)
            if isinstance(value, str) and self._kind(sheet, row, column) == "text":
                return value if self.stays_text(value) else f"'{value}"
            if isinstance(value, float):
                return number_input(value, content)
        return content

    @guarded
    def stays_text(self, text: str) -> bool:
        if read_typed(text) is not None:
            return False
        scratch = self._scratch
        scratch.set_user_input(0, 1, 1, text)
        return (
            scratch.get_cell_formula(0, 1, 1) is None
            and scratch.get_cell_value(0, 1, 1) == text
            and scratch.get_cell_type(0, 1, 1) == CellType.Text
        )

    @guarded
    def is_readable(self, formula: str) -> bool:
        self._scratch.set_user_input(0, 1, 2, formula)
        self._scratch.evaluate()
        return self._scratch.get_cell_value(0, 1, 2) != "#ERROR!"

    @guarded
    def show_value(self, value: Value, number_format: str) -> tuple[str, CellKind]:
        """A value that is in no cell, as one of that format would show it."""
        if isinstance(value, CellError):
            return value.text, "error"
        if isinstance(value, bool):
            return str(value).upper(), "boolean"
        if not isinstance(value, float):
            return value or "", "text"
        self._scratch.set_user_input(0, 1, 3, repr(value))
        self._scratch.update_range_style(0, 1, 3, 1, 3, "num_fmt", number_format)
        return mended_text(self._scratch.get_formatted_cell_value(0, 1, 3), value, number_format), "number"

    @cached_property
    def _scratch(self) -> UserModel:
        model = UserModel("scratch")
        model.pause_evaluation()
        return model

    @guarded
    def look(self, sheet: int, row: int, column: int) -> CellLook:
        model = self._model
        kind: CellKind = "empty"
        text = ""
        style, mark = self._style(sheet, row, column)
        value = model.get_cell_value(sheet, row, column)
        if value is not None:
            kind = self._kind(sheet, row, column)
            text = self._engine_text(sheet, row, column)
        if kind == "number" and isinstance(value, float) and (code := str(style.get("numberFormat", ""))):
            text = mended_text(text, value, code)
            color = format_color(code, value) if "[" in code else None
            style = style if color is None else self._styles.recolor(style, color)
        return CellLook(text, kind, style, mark)

    def _text(self, sheet: int, row: int, column: int) -> str:
        text = self._engine_text(sheet, row, column)
        value = self._model.get_cell_value(sheet, row, column)
        if not isinstance(value, float):
            return text
        try:
            return mended_text(text, value, self._model.get_cell_style(sheet, row, column).get("num_fmt", ""))
        except WorkbookError:
            return text

    def _engine_text(self, sheet: int, row: int, column: int) -> str:
        try:
            return self._model.get_formatted_cell_value(sheet, row, column)
        except WorkbookError:
            # The cell's style number means nothing, as in `_style`: it is shown without a format.
            return self._model.get_cell_content(sheet, row, column)

    def _style(self, sheet: int, row: int, column: int) -> tuple[CellStyle, Mapping[str, Any] | None]:
        try:
            # The extended style has conditional formats applied.
            found = self._model.get_extended_cell_style(sheet, row, column)
            return self._styles.map(found["style"]), map_mark(found, self._model.resolve_color)
        except WorkbookError as error:
            # Real files have style numbers and colours that mean nothing; the value is still worth showing.
            _log.debug("The style of row %d, column %d can't be read: %s", row, column, error)
            return {}, None

    @cached_property
    def _styles(self) -> StyleMapper:
        return StyleMapper(self._model.get_cell_style(0, _LAST_ROW, _LAST_COLUMN), self._model.resolve_color)

    @guarded
    def number_format(self, sheet: int, row: int, column: int) -> str:
        return self._model.get_cell_style(sheet, row, column).get("num_fmt", "general")

    @guarded
    def style_key(self, sheet: int, row: int, column: int) -> str:
        return repr(self._model.get_cell_style(sheet, row, column))

    @guarded
    def owner(self, sheet: int, row: int, column: int) -> CellOwner | None:
        structure = self._model.get_cell_array_structure(sheet, row, column)
        if not isinstance(structure, dict):
            return None
        for name, dynamic in (("DynamicChild", True), ("ArrayChild", False)):
            if name in structure:
                owner_row, owner_column, *_ = structure[name]
                return CellOwner(owner_row, owner_column, dynamic)
        if structure.get("ArrayAnchor", (1, 1)) != (1, 1):
            return CellOwner(row, column, dynamic=False)
        return None

    @guarded
    def merged_into(self, sheet: int, row: int, column: int) -> tuple[int, int] | None:
        for block in self._model.get_merged_cells(sheet):
            top, left = block["row"], block["column"]
            inside = top <= row < top + block["height"] and left <= column < left + block["width"]
            if inside and (row, column) != (top, left):
                return top, left
        return None
