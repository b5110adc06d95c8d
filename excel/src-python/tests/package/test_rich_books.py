"""Whole workbooks of two writers: what was not edited is the same afterwards, and the values are the engine's."""

from __future__ import annotations

import math
import random
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.package.books import Saved, edit_and_save
from tests.package.invariants import assert_other_formulas_equal, assert_untouched_parts_equal, changed_cells
from tests.package.rich_book import make_rich_book

from app.engine.ironcalc_engine import IronCalcEngine
from app.engine.port import CellError
from app.package.cached import cached_values
from app.package.save import save

Cell = tuple[int, int, int]
INPUTS = (
    "12", "-0.5", "1e3", "text", "'007", " blanks ", "TRUE", "", "12%", "2026-11-24", "a_x000D_b", "<&>", "=1+2",
    "=A1*2",
    "=SUM(Data!A1:A20)", "=IF(A1>1,\"a\",\"b\")", "=xlookup(3,Data!A:A,Data!C:C)", "=1/0", "=total",
    "=SEQUENCE(2)",
)  # fmt: skip
cells = st.one_of(
    st.tuples(st.integers(0, 1), st.integers(1, 22), st.integers(1, 9)),
    st.tuples(st.integers(0, 1), st.sampled_from([25, 30, 300]), st.sampled_from([1, 14, 100])),
)
edits_strategy = st.dictionaries(cells, st.sampled_from(INPUTS), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_rich_book(tmp_path_factory.mktemp("rich") / "rich.xlsx")


def assert_sound(source: Path, saved: Saved, edits: dict[Cell, str]) -> None:
    assert_untouched_parts_equal(source, saved.path, saved.report)
    touched = changed_cells(source, saved.path)
    assert len(touched) <= saved.report.cells_written + saved.report.caches_dropped + len(edits)
    assert_other_formulas_equal(source, saved.path, edits)
    assert_values_are_the_engines(saved)


def assert_values_are_the_engines(saved: Saved) -> None:
    """Calamine reads every cell as the engine has it. It gives errors as empty text, and dates by their format."""
    book = CalamineWorkbook.from_path(str(saved.path))
    names = [sheet for sheet in book.sheet_names if sheet != "Chart"]
    for index, name in enumerate(names):
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for row, column, value in saved.after.cells(index):
            read = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""
            if isinstance(value, CellError):
                assert read == ""
            elif isinstance(value, float) and isinstance(read, (int, float)):
                assert math.isclose(read, value, rel_tol=1e-14)
            elif isinstance(read, (str, bool)):
                assert read == value


@given(edits=edits_strategy)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
def test_random_edits_of_a_rich_book(rich: Path, tmp_path: Path, edits: dict[Cell, str]) -> None:
    # Parts of the array formula are locked.
    edits = {cell: text for cell, text in edits.items() if not (cell[0] == 1 and cell[2] == 7 and cell[1] <= 3)}
    saved = edit_and_save(rich, edits, tmp_path / "saved.xlsx")
    assert_sound(rich, saved, edits)


def test_an_edit_reaches_all_its_dependents_and_nothing_else(rich: Path, tmp_path: Path) -> None:
    saved = edit_and_save(rich, {(0, 20, 1): "100"}, tmp_path / "saved.xlsx")
    assert changed_cells(rich, saved.path) == {
        (0, 20, 1), (0, 20, 4), (0, 20, 5), (0, 1, 8), (0, 2, 8), (1, 1, 2), (1, 2, 2),
    }  # fmt: skip
    assert saved.report.caches_dropped == 0
    assert set(saved.report.parts_changed) == {
        "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
    }  # fmt: skip
    assert_sound(rich, saved, {(0, 20, 1): "100"})


def test_saves_follow_each_other(rich: Path, tmp_path: Path) -> None:
    source = rich
    generator = random.Random(7)
    for number in range(6):
        edits = {
            (generator.randrange(2), generator.randint(1, 25), generator.randint(1, 6)): generator.choice(INPUTS)
            for _ in range(4)
        }
        saved = edit_and_save(source, edits, tmp_path / f"save-{number}.xlsx")
        assert_sound(source, saved, edits)
        source = saved.path


def test_a_workbook_of_openpyxl_without_cached_values(tmp_path: Path) -> None:
    path = tmp_path / "openpyxl.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 11):
        sheet.append([row, f"=A{row}*2", f"=SUM(B1:B{row})"])
    book.save(path)
    edits = {(0, 10, 1): "0", (0, 12, 2): "=B1"}
    saved = edit_and_save(path, edits)
    assert changed_cells(path, saved.path) == {(0, 10, 1), (0, 10, 2), (0, 10, 3), (0, 12, 2)}
    assert_other_formulas_equal(path, saved.path, edits)
    values = {(cell.row, cell.column): cell.value for cell in cached_values(saved.path, 0)}
    assert values[10, 2] == 0
    assert values[10, 3] == 90
    assert values[1, 2] is None


def test_the_last_cell_of_a_sheet(rich: Path, tmp_path: Path) -> None:
    saved = edit_and_save(rich, {(0, 1_048_576, 16_384): "7"}, tmp_path / "saved.xlsx")
    assert changed_cells(rich, saved.path) == {(0, 1_048_576, 16_384)}
    assert '<dimension ref="A1:XFD1048576"/>' in saved.xml()


def test_a_large_paste(tmp_path: Path, rich: Path) -> None:
    before = IronCalcEngine.load(rich)
    before.evaluate()
    after = IronCalcEngine.load(rich)
    edits = {(0, row, column): f"{row}.{column}" for row in range(30, 1030) for column in range(1, 11)}
    for cell, text in edits.items():
        after.set_input(*cell, text)
    after.evaluate()
    target = tmp_path / "saved.xlsx"
    report = save(rich, target, edits, before, after)
    assert report.cells_written >= 10_000
    assert_values_are_the_engines(Saved(target, report, after))
