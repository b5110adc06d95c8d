"""IronCalc behind the port."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ironcalc
from ironcalc import UserModel, WorkbookError

from app.engine.guard import describe, guarded
from app.engine.ironcalc_looks import show_look
from app.engine.ironcalc_ranges import IronCalcRanges
from app.engine.port import InputRefused
from app.engine.quiet_stdout import quiet_stdout
from app.engine.readings import Reading, plain_number
from app.engine.time_zone import local_time_zone

NAME = f"ironcalc {ironcalc.__version__}"
# What `to_bytes` holds: another one when files are loaded otherwise, so that no older image is taken for the same.
IMAGE = f"{NAME}, rules 1"


class IronCalcEngine(IronCalcRanges):
    """A workbook in a ``UserModel``: loaded, changed and computed. See `app.engine.port.Engine` for the methods."""

    def __init__(self, model: UserModel) -> None:
        super().__init__(model)
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
    def mend_rules(self, path: Path) -> None:
        """Before the first `evaluate`: see `app.engine.ironcalc_rules`."""
        from app.engine.ironcalc_rules import mend_rules  # noqa: PLC0415  (not needed when there is a snapshot)
        from app.package.format_rules import read_format_rules, read_rule_styles  # noqa: PLC0415

        rules = [read_format_rules(path, sheet) for sheet in range(len(self._model.get_worksheets_properties()))]
        styles = read_rule_styles(path) if any(rules) else []
        for sheet, found in enumerate(rules):
            if found:
                mend_rules(self._model, sheet, found, styles)

    @guarded
    def to_bytes(self) -> bytes:
        return self._model.to_bytes()

    @guarded
    def copy(self) -> IronCalcEngine:
        return IronCalcEngine(UserModel.from_bytes(self._model.to_bytes()))

    @guarded
    def set_input(
        self,
        sheet: int,
        row: int,
        column: int,
        text: str,
        *,
        keeps_format: bool = False,
        reading: Reading | None = None,
    ) -> None:
        model = self._model
        steps = 1
        number_format = model.get_cell_style(sheet, row, column).get("num_fmt", "general")
        if model.get_cell_value(sheet, row, column) is None and model.get_cell_formula(sheet, row, column) is None:
            # IronCalc's undo leaves the inferred number format on a cell that did not exist before ("$5" taken
            # back, then 7 typed, shows $7). Giving it its own format first makes it exist.
            model.update_range_style(sheet, row, column, row, column, "num_fmt", number_format)
            steps = 2
        try:
            model.set_user_input(sheet, row, column, text if reading is None else plain_number(reading.number))
        except WorkbookError as error:
            if steps == 2:
                model.undo()
            raise InputRefused(f"The cell does not take {text[:60]!r}: {describe(error)}.") from error
        if keeps_format and model.get_cell_style(sheet, row, column).get("num_fmt", "general") != number_format:
            # Excel, too, gives a formula the format of what it refers to, but not when it is copied.
            model.update_range_style(sheet, row, column, row, column, "num_fmt", number_format)
            steps += 1
        elif reading is not None and reading.number_format is not None and number_format.lower() == "general":
            model.update_range_style(sheet, row, column, row, column, "num_fmt", reading.number_format)
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
