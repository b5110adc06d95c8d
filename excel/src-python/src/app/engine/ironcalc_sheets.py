"""What IronCalc says of sheets, their blocks, lines and names."""

from __future__ import annotations

from itertools import repeat

import ironcalc

from app.engine.guard import guarded
from app.engine.ironcalc_cells import IronCalcCells
from app.engine.ironcalc_looks import DEFAULT_HEIGHT, DEFAULT_WIDTH, HEIGHT_FACTOR, WIDTH_FACTOR
from app.engine.port import Sheet


class IronCalcSheets(IronCalcCells):
    """See `app.engine.port.Engine` for the methods."""

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
