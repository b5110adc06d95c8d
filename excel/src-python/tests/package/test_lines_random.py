"""Random workbooks: lines inserted as another implementation does, and inserted lines deleted without a trace."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from app.engine.ironcalc_engine import IronCalcEngine
from app.package.addresses import column_letters
from app.package.change import change_package

ROWS, COLUMNS = 18, 8


def _reference(dice: random.Random) -> str:
    def corner() -> tuple[int, int]:
        return dice.randint(1, ROWS), dice.randint(1, COLUMNS)

    def text(row: int, column: int) -> str:
        return f"{dice.choice(['', '$'])}{column_letters(column)}{dice.choice(['', '$'])}{row}"

    first, last = corner(), corner()
    kind = dice.randrange(5)
    if kind == 0:
        return f"SUM({text(*first)}:{text(max(first[0], last[0]), max(first[1], last[1]))})"
    if kind == 1:
        return f"SUM(Other!{text(*first)})"
    if kind == 2:
        return f"SUM({column_letters(first[1] + 9)}:{column_letters(first[1] + 10)})"
    return text(*first)


def _make(path: Path, seed: int) -> Path:
    """Formulas refer to numbers only: upper rows hold numbers, and so does the other sheet."""
    dice = random.Random(seed)
    with xlsxwriter.Workbook(path) as workbook:
        main, other = workbook.add_worksheet("Main"), workbook.add_worksheet("Other")
        for row in range(ROWS):
            for column in range(COLUMNS):
                main.write_number(row, column, dice.randint(1, 999))
                other.write_number(row, column, dice.randint(1, 999))
        for sheet in (main, other):
            for row in range(ROWS, ROWS + 12):
                for column in range(COLUMNS):
                    prefix = "" if sheet is main else "Main!"
                    texts = [_reference(dice) for _ in range(3)]
                    formula = "+".join(texts) if not prefix else f"Main!{column_letters(column + 1)}{row - 3}*2"
                    sheet.write_formula(row, column, f"={formula}")
    return path


def _step(dice: random.Random, inserts: bool = True) -> dict[str, Any]:
    axis = dice.choice(["row", "column"])
    at = dice.randint(1, ROWS + 10 if axis == "row" else COLUMNS)
    return {"do": "lines", "sheet": 0, "axis": axis, "at": at, "count": dice.randint(1, 3), "inserts": inserts}


@pytest.mark.parametrize("seed", range(6))
def test_inserted_lines_as_the_engine_has_them(tmp_path: Path, seed: int) -> None:
    source = _make(tmp_path / "source.xlsx", seed)
    dice = random.Random(seed)
    steps = [_step(dice) for _ in range(3)]
    change_package(source, tmp_path / "changed.xlsx", {"steps": steps})
    changed = IronCalcEngine.load(tmp_path / "changed.xlsx")
    changed.evaluate()
    # The engine's own inserting damages texts and names; here are none.
    expected = IronCalcEngine.load(source)
    model = expected._model
    for step in steps:
        (model.insert_rows if step["axis"] == "row" else model.insert_columns)(0, step["at"], step["count"])
    expected.evaluate()
    for sheet in (0, 1):
        assert list(changed.cells(sheet)) == list(expected.cells(sheet))


@pytest.mark.parametrize("seed", range(6))
def test_what_is_inserted_and_deleted_leaves_no_trace(tmp_path: Path, seed: int) -> None:
    source = _make(tmp_path / "source.xlsx", seed)
    step = _step(random.Random(seed))
    change_package(source, tmp_path / "changed.xlsx", {"steps": [step, step | {"inserts": False}]})
    for name in ("Main", "Other"):
        before, after = (openpyxl.load_workbook(path)[name] for path in (source, tmp_path / "changed.xlsx"))
        assert [[cell.value for cell in row] for row in after.iter_rows()] == [
            [cell.value for cell in row] for row in before.iter_rows()
        ]
