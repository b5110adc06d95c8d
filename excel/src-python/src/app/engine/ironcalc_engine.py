"""IronCalc behind the port."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import Any

import ironcalc
from ironcalc import CellType, UserModel, WorkbookError

from app.engine.format_colors import format_color
from app.engine.guard import describe, guarded
from app.engine.ironcalc_looks import DEFAULT_HEIGHT, DEFAULT_WIDTH, HEIGHT_FACTOR, WIDTH_FACTOR, show_look
from app.engine.ironcalc_styles import StyleMapper
from app.engine.port import CellAddress, CellError, CellKind, CellLook, CellOwner, CellStyle, InputRefused, Sheet, Value
from app.engine.quiet_stdout import quiet_stdout
from app.engine.time_zone import local_time_zone

_log = logging.getLogger(__name__)

NAME = f"ironcalc {ironcalc.__version__}"

# What the engine reads from a formula without a stored value. Excel has no such error, so no file means it.
_NO_CACHED_VALUE = "#ERROR!"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

# By number: the native enumeration is not hashable.
_KINDS: dict[int, CellKind] = {1: "number", 2: "text", 4: "boolean", 16: "error"}


class IronCalcEngine:
    """A workbook in a ``UserModel``. See `app.engine.port.Engine` for the methods."""

    def __init__(self, model: UserModel) -> None:
        self._model = model
        # Every single input would evaluate the whole workbook otherwise: 0.25 s for 400,000 formulas.
        model.pause_evaluation()
        # Steps of the model's own history behind each input, for undo.
        self._steps: list[int] = []
        self._undone: list[int] = []

    @classmethod
    @guarded
    def load(cls, path: Path) -> IronCalcEngine:
        """Reads an .xlsx; cells hold the values cached in the file until `evaluate`."""
        with quiet_stdout():
            return cls(UserModel.from_xlsx(str(path), "en", local_time_zone(), "en"))

    @classmethod
    @guarded
    def from_bytes(cls, data: bytes) -> IronCalcEngine:
        return cls(UserModel.from_bytes(data))

    @guarded
    def to_bytes(self) -> bytes:
        return self._model.to_bytes()

    @guarded
    def sheet_count(self) -> int:
        return len(self._model.get_worksheets_properties())

    @guarded
    def sheets(self) -> list[Sheet]:
        return [self._sheet(index, properties) for index, properties in enumerate(self._properties())]

    def _properties(self) -> list[ironcalc._ironcalc.SheetPropertiesDict]:
        return self._model.get_worksheets_properties()

    def _sheet(self, index: int, properties: ironcalc._ironcalc.SheetPropertiesDict) -> Sheet:
        model = self._model
        _, rows, _, columns = model.get_sheet_dimensions(index)
        if rows == columns == 1 and model.get_cell_value(index, 1, 1) is None:
            rows = columns = 0
        color = properties.get("color")
        return Sheet(
            name=properties["name"],
            visible=properties.get("state", "visible") == "visible",
            color=None if color is None else model.resolve_color(color),
            rows=rows,
            columns=columns,
            frozen_rows=model.get_frozen_rows_count(index),
            frozen_columns=model.get_frozen_columns_count(index),
            grid_lines=model.get_show_grid_lines(index),
        )

    @guarded
    def set_input(self, sheet: int, row: int, column: int, text: str, *, keeps_format: bool = False) -> None:
        model = self._model
        steps = 1
        number_format = model.get_cell_style(sheet, row, column).get("num_fmt", "general")
        if model.get_cell_value(sheet, row, column) is None and model.get_cell_formula(sheet, row, column) is None:
            # IronCalc's undo leaves the inferred number format on a cell that did not exist before ("$5" taken
            # back, then 7 typed, shows $7). Giving it its own format first makes it exist.
            model.update_range_style(sheet, row, column, row, column, "num_fmt", number_format)
            steps = 2
        try:
            model.set_user_input(sheet, row, column, text)
        except WorkbookError as error:
            if steps == 2:
                model.undo()
            raise InputRefused(f"The cell does not take {text[:60]!r}: {describe(error)}.") from error
        if keeps_format and model.get_cell_style(sheet, row, column).get("num_fmt", "general") != number_format:
            # Excel, too, gives a formula the format of what it refers to, but not when it is copied.
            model.update_range_style(sheet, row, column, row, column, "num_fmt", number_format)
            steps += 1
        self._steps.append(steps)
        self._undone.clear()

    @guarded
    def show_look(self, step: Mapping[str, Any]) -> None:
        self._steps.append(show_look(self._model, step))
        self._undone.clear()

    @guarded
    def undo(self) -> None:
        steps = self._steps.pop()
        for _ in range(steps):
            self._model.undo()
        self._undone.append(steps)

    @guarded
    def redo(self) -> None:
        steps = self._undone.pop()
        for _ in range(steps):
            self._model.redo()
        self._steps.append(steps)

    @guarded
    def evaluate(self) -> None:
        self._model.evaluate()

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
        if self._model.get_cell_formula(sheet, row, column) is None:
            value = self._model.get_cell_value(sheet, row, column)
            if isinstance(value, str) and self._kind(sheet, row, column) == "text":
                return value if self._stays_text(value) else f"'{value}"
        return self._model.get_cell_content(sheet, row, column)

    def _stays_text(self, text: str) -> bool:
        """Whether typing it gives this text again: ``007`` would become a number, ``=1+1`` a formula."""
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
        return self._scratch.get_formatted_cell_value(0, 1, 3), "number"

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
        style = self._style(sheet, row, column)
        value = model.get_cell_value(sheet, row, column)
        if value is not None:
            kind = self._kind(sheet, row, column)
            text = self._text(sheet, row, column)
        if kind == "number" and isinstance(value, float) and "[" in (code := str(style.get("numberFormat", ""))):
            color = format_color(code, value)
            style = style if color is None else self._styles.recolor(style, color)
        return CellLook(text, kind, style)

    def _text(self, sheet: int, row: int, column: int) -> str:
        try:
            return self._model.get_formatted_cell_value(sheet, row, column)
        except WorkbookError:
            # The cell's style number means nothing, as in `_style`: it is shown without a format.
            return self._model.get_cell_content(sheet, row, column)

    def _style(self, sheet: int, row: int, column: int) -> CellStyle:
        try:
            # The extended style has conditional formats applied.
            return self._styles.map(self._model.get_extended_cell_style(sheet, row, column)["style"])
        except WorkbookError as error:
            # Real files have style numbers and colours that mean nothing; the value is still worth showing.
            _log.debug("The style of row %d, column %d can't be read: %s", row, column, error)
            return {}

    @cached_property
    def _styles(self) -> StyleMapper:
        return StyleMapper(self._model.get_cell_style(0, _LAST_ROW, _LAST_COLUMN), self._model.resolve_color)

    @guarded
    def number_format(self, sheet: int, row: int, column: int) -> str:
        return self._model.get_cell_style(sheet, row, column).get("num_fmt", "general")

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

    @guarded
    def merges(self, sheet: int) -> list[tuple[int, int, int, int]]:
        return [
            (
                block["row"],
                block["column"],
                block["row"] + block["height"] - 1,
                block["column"] + block["width"] - 1,
            )
            for block in self._model.get_merged_cells(sheet)
        ]

    @guarded
    def names(self) -> list[tuple[str, int | None, str]]:
        return [
            (name["name"], name.get("scope"), name["formula"].removeprefix("="))
            for name in self._model.get_defined_name_list()
        ]

    @guarded
    def style_key(self, sheet: int, row: int, column: int) -> str:
        return repr(self._model.get_cell_style(sheet, row, column))

    def texts(self, sheet: int, cells: Sequence[tuple[int, int]]) -> list[str]:
        return self.texts_of(sheet, [row for row, _ in cells], [column for _, column in cells])

    @guarded
    def texts_of(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[str]:
        try:
            found = list(map(self._model.get_formatted_cell_value, repeat(sheet), rows, columns))
        except WorkbookError:
            found = []
        if found and not any(text.startswith("#") for text in found):
            return found
        # Errors, and what the engine takes for one.
        return [self._text(sheet, row, column) for row, column in zip(rows, columns, strict=True)]

    @guarded
    def contents_of(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[str]:
        found = list(map(self._model.get_cell_content, repeat(sheet), rows, columns))
        for index, text in enumerate(found):
            if text.startswith("'"):
                found[index] = self.input(sheet, rows[index], columns[index]).removeprefix("'")
        return found

    @guarded
    def values(self, sheet: int, area: tuple[int, int, int, int]) -> list[Value]:
        if _is_wide(area):
            cells = self._filled(sheet, area)
            found = self.values_of(sheet, [row for row, _ in cells], [column for _, column in cells])
        else:
            found = []
            for column, rows in self._filled_parts(sheet, area):
                found += self.values_of(sheet, rows, [column] * len(rows))
        return [value for value in found if value is not None]

    @guarded
    def values_of(self, sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[Value]:
        found: list[Value] = list(map(self._model.get_cell_value, repeat(sheet), rows, columns))
        if not any(isinstance(value, str) and value.startswith("#") for value in found):
            return found
        return [self.value(sheet, row, column) for row, column in zip(rows, columns, strict=True)]

    def _read(self, sheet: int, column: int, rows: list[int]) -> list[bool | float | str | None]:
        return list(map(self._model.get_cell_value, repeat(sheet), rows, repeat(column)))

    @guarded
    def filled(self, sheet: int, area: tuple[int, int, int, int]) -> list[tuple[int, int]]:
        value = self._model.get_cell_value
        return sorted(cell for cell in self._filled(sheet, area) if value(sheet, *cell) is not None)

    def _filled(self, sheet: int, area: tuple[int, int, int, int]) -> list[tuple[int, int]]:
        """Along the shorter side; cells that only have a style are among them."""
        model = self._model
        top, left, bottom, right = area
        if not _is_wide(area):
            return [(row, column) for column, rows in self._filled_parts(sheet, area) for row in rows]
        first_row, last_row, _, _ = model.get_sheet_dimensions(sheet)
        return [
            (row, column)
            for row in range(max(top, first_row), min(bottom, last_row) + 1)
            for column in model.get_columns_with_data(sheet, row)
            if left <= column <= right
        ]

    @guarded
    def filled_columns(self, sheet: int, area: tuple[int, int, int, int]) -> list[tuple[int, list[int]]]:
        return [(column, rows) for column, rows in self._filled_parts(sheet, area) if rows]

    def _filled_parts(self, sheet: int, area: tuple[int, int, int, int]) -> Iterator[tuple[int, list[int]]]:
        model = self._model
        top, left, bottom, right = area
        first_row, last_row, first_column, last_column = model.get_sheet_dimensions(sheet)
        is_whole = top <= first_row and last_row <= bottom
        for column in range(max(left, first_column), min(right, last_column) + 1):
            rows = model.get_rows_with_data(sheet, column)
            yield column, rows if is_whole else [row for row in rows if top <= row <= bottom]

    def cells(self, sheet: int) -> Iterator[tuple[int, int, Value]]:
        first_row, last_row = self._row_range(sheet)
        for row in range(first_row, last_row + 1):
            for column in self._columns_with_data(sheet, row):
                value = self.value(sheet, row, column)
                if value is not None:
                    yield row, column, value

    def differing_cells(self, stored: IronCalcEngine) -> list[CellAddress]:
        """Cells that ``stored``, the same workbook, has another value for, other than 0 and nothing."""
        return self.compare(stored)[0]

    @guarded
    def compare(self, stored: IronCalcEngine) -> tuple[list[CellAddress], list[CellAddress]]:
        """Cells that ``stored``, the same workbook, has another value for: 0.2 s for a million cells.

        Those where it has 0 or nothing come second: that is what writers store who do not calculate.
        """
        differing: list[CellAddress] = []
        zeros: list[CellAddress] = []
        # A spill that shrank leaves cells that only the file has.
        for sheet, column, rows in stored._filled_columns():
            computed, cached = self._read(sheet, column, rows), stored._read(sheet, column, rows)
            if computed == cached:
                continue
            for row, value, now in zip(rows, cached, computed, strict=True):
                if value is not None and value not in (now, _NO_CACHED_VALUE):
                    (differing if value else zeros).append((sheet, row, column))
        return differing, zeros

    @guarded
    def count_agreeing(self, stored: IronCalcEngine, limit: int) -> int:
        """Formulas for which ``stored`` has the same value, other than 0 and nothing; counted up to ``limit``."""
        read = self._model.get_cell_formula
        count = 0
        for sheet, column, rows in self._filled_columns():
            computed, cached = self._read(sheet, column, rows), stored._read(sheet, column, rows)
            for row, value, now in zip(rows, cached, computed, strict=True):
                if value and value == now and read(sheet, row, column) is not None:
                    count += 1
                    if count >= limit:
                        return count
        return count

    def _filled_columns(self) -> Iterator[tuple[int, int, list[int]]]:
        """(sheet, column, rows that hold something)."""
        model = self._model
        for sheet in range(len(model.get_worksheets_properties())):
            _, _, first, last = model.get_sheet_dimensions(sheet)
            for column in range(first, last + 1):
                yield sheet, column, model.get_rows_with_data(sheet, column)

    @guarded
    def _row_range(self, sheet: int) -> tuple[int, int]:
        first_row, last_row, _, _ = self._model.get_sheet_dimensions(sheet)
        return first_row, last_row

    @guarded
    def _columns_with_data(self, sheet: int, row: int) -> list[int]:
        return self._model.get_columns_with_data(sheet, row)

    @guarded
    def column_width(self, sheet: int, column: int) -> float | None:
        width = self._model.get_column_width(sheet, column)
        return None if width == DEFAULT_WIDTH else round(width * WIDTH_FACTOR, 1)

    @guarded
    def row_height(self, sheet: int, row: int) -> float | None:
        height = self._model.get_row_height(sheet, row)
        return None if height == DEFAULT_HEIGHT else round(height * HEIGHT_FACTOR, 1)

    @guarded
    def hidden_rows(self, sheet: int, top: int, bottom: int) -> list[int]:
        rows = range(top, bottom + 1)
        heights = map(self._model.get_row_height, repeat(sheet), rows)
        return [row for row, height in zip(rows, heights, strict=True) if height == 0]


def _is_wide(area: tuple[int, int, int, int]) -> bool:
    """Read row by row: more columns than rows."""
    top, left, bottom, right = area
    return bottom - top < right - left
