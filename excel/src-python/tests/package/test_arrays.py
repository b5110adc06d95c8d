"""Formulas that share text or cells: shared formulas, array formulas, spills."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
import xlsxwriter
from tests.package.books import GivenEngine, calamine_value, edit_and_save, given, make_package, read_part
from tests.package.invariants import assert_other_formulas_equal, changed_cells, formulas

from app.engine.port import CellError, CellOwner, Engine
from app.errors import ServiceError
from app.package.save import save


def shared_block(path: Path, rows: int, columns: int) -> Path:
    """A block of ``=A1*B$1`` from D1 on, as Excel shares it."""
    lines = []
    area = f"D1:{'DEFGH'[columns - 1]}{rows}"
    for row in range(1, rows + 1):
        cells = [f'<c r="A{row}"><v>{row}</v></c>']
        for column in range(columns):
            is_master = row == 1 and column == 0
            formula = f'<f t="shared" ref="{area}" si="0">A1*B$1</f>' if is_master else '<f t="shared" si="0"/>'
            cells.append(f'<c r="{"DEFGH"[column]}{row}">{formula}</c>')
        lines.append(f'<row r="{row}">{"".join(cells)}</row>')
    return make_package(path / "book.xlsx", "".join(lines))


@pytest.mark.parametrize(("rows", "columns"), [(1, 2), (4, 1), (1, 4), (3, 3), (2, 4)])
@pytest.mark.parametrize("edits", [["D1"], ["D2"], ["D1", "D2"], ["D1", "E1"]])
def test_shared_formulas_survive_an_edit_of_their_master(
    tmp_path: Path, rows: int, columns: int, edits: list[str]
) -> None:
    source = shared_block(tmp_path, rows, columns)
    cells = {(0, int(name[1]), ord(name[0]) - 64): "5" for name in edits}
    target = tmp_path / "saved.xlsx"
    given_values = given({cell[1:]: 5.0 for cell in cells})
    save(source, target, cells, given({}), given_values)
    assert_other_formulas_equal(source, target, cells)
    assert not cells.keys() & formulas(target).keys()


def test_a_column_of_shared_formulas_gets_one_new_master(tmp_path: Path) -> None:
    source = shared_block(tmp_path, 50, 1)
    target = tmp_path / "saved.xlsx"
    save(source, target, {(0, 1, 4): ""}, given({}), given({}))
    assert changed_cells(source, target) == {(0, 1, 4), (0, 2, 4)}


@pytest.fixture
def arrays(tmp_path: Path) -> Path:
    path = tmp_path / "arrays.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_array_formula("B1:B3", "{=A1:A3*2}", None, 2)
        sheet.write("B2", 4)
        sheet.write("B3", 6)
        sheet.write_dynamic_array_formula("D1:D3", "=A1:A3*3", None, 3)
        sheet.write("D2", 6)
        sheet.write("D3", 9)
        sheet.write_dynamic_array_formula("F1:F3", "=SEQUENCE(COUNT(A1:A9))", None, 1)
        sheet.write("F2", 2)
        sheet.write("F3", 3)
    return path


def test_children_of_arrays_get_their_new_values(arrays: Path) -> None:
    saved = edit_and_save(arrays, {(0, 2, 1): "20"})
    assert [calamine_value(saved.path, 0, row, 2) for row in (1, 2, 3)] == [2, 40, 6]
    assert [calamine_value(saved.path, 0, row, 4) for row in (1, 2, 3)] == [3, 60, 9]
    assert changed_cells(arrays, saved.path) == {(0, 2, 1), (0, 2, 2), (0, 2, 4)}


def test_a_spill_that_grows_takes_its_cells(arrays: Path) -> None:
    saved = edit_and_save(arrays, {(0, 4, 1): "4"})
    assert 'ref="F1:F4"' in saved.xml()
    assert calamine_value(saved.path, 0, 4, 6) == 4
    assert changed_cells(arrays, saved.path) == {(0, 4, 1), (0, 1, 6), (0, 4, 6)}


def test_a_spill_that_shrinks_leaves_its_cells(arrays: Path) -> None:
    saved = edit_and_save(arrays, {(0, 3, 1): ""})
    assert 'ref="F1:F2"' in saved.xml()
    assert '<c r="F3"/>' in saved.xml()


def test_a_typed_value_in_the_way_of_a_spill_ends_it(arrays: Path) -> None:
    saved = edit_and_save(arrays, {(0, 2, 6): "9"})
    assert '<f t="array" ref="F1">' in saved.xml()
    assert calamine_value(saved.path, 0, 2, 6) == 9
    assert calamine_value(saved.path, 0, 3, 6) == ""


def test_clearing_a_cell_of_a_spill_changes_nothing(arrays: Path) -> None:
    saved = edit_and_save(arrays, {(0, 2, 6): ""})
    assert 'ref="F1:F3"' in saved.xml()
    assert calamine_value(saved.path, 0, 2, 6) == 2


def test_an_edited_spill_gives_its_cells_back(arrays: Path) -> None:
    saved = edit_and_save(arrays, {(0, 1, 6): "7"})
    assert [calamine_value(saved.path, 0, row, 6) for row in (1, 2, 3)] == [7, "", ""]
    assert "SEQUENCE" not in saved.xml()


def test_a_typed_formula_spills(arrays: Path) -> None:
    saved = edit_and_save(arrays, {(0, 1, 8): "=SEQUENCE(2,2)"})
    assert '<c r="H1" cm="1"><f t="array" ref="H1:I2">_xlfn.SEQUENCE(2,2)</f><v>1</v></c>' in saved.xml()
    assert calamine_value(saved.path, 0, 2, 9) == 4


def test_the_first_spill_of_a_workbook_brings_its_metadata(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet().write("A1", 1)
    saved = edit_and_save(path, {(0, 1, 8): "=SEQUENCE(2)"})
    assert '<c r="H1" cm="1">' in saved.xml()
    assert "XLDAPR" in saved.xml("xl/metadata.xml")
    assert "/xl/metadata.xml" in saved.xml("[Content_Types].xml")
    assert "sheetMetadata" in saved.xml("xl/_rels/workbook.xml.rels")


@pytest.mark.parametrize(
    "formula",
    ['<f t="array" ref="A1:A2">B1:B2</f>', '<f t="dataTable" ref="A1:A2" r1="B1" dt2D="0" dtr="0"/>'],
)
def test_a_part_of_an_array_is_locked(tmp_path: Path, formula: str) -> None:
    rows = f'<row r="1"><c r="A1">{formula}<v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    source = make_package(tmp_path / "book.xlsx", rows)
    with pytest.raises(ServiceError, match=r"Sheet1!A2 is part of the array A1:A2"):
        save(source, tmp_path / "saved.xlsx", {(0, 2, 1): "9"}, given({}), given({(2, 1): 9.0}))
    # As a whole it can be replaced.
    edits = {(0, 1, 1): "8", (0, 2, 1): "9"}
    save(source, tmp_path / "saved.xlsx", edits, given({}), given({(1, 1): 8.0, (2, 1): 9.0}))
    assert calamine_value(tmp_path / "saved.xlsx", 0, 2, 1) == 9


class _Spilling(GivenEngine):
    """A formula in A2 that fills A3 too."""

    def owner(self, _sheet: int, row: int, column: int) -> CellOwner | None:
        return CellOwner(2, 1, dynamic=True) if (row, column) in ((2, 1), (3, 1)) else None


def test_a_dynamic_array_that_the_engine_spills_otherwise_than_its_file_is_left_alone(tmp_path: Path) -> None:
    array = '<c r="A2" t="b" cm="1"><f t="array" ref="A2">ODD(1)</f><v>0</v></c>'
    source = make_package(tmp_path / "book.xlsx", f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{array}</row>')
    engine = cast("Engine", _Spilling({(2, 1): False, (3, 1): CellError("#N/A")}))
    save(source, tmp_path / "saved.xlsx", {(0, 1, 1): "5"}, engine, engine)
    assert array in read_part(tmp_path / "saved.xlsx", "xl/worksheets/sheet1.xml")
    assert changed_cells(source, tmp_path / "saved.xlsx") <= {(0, 1, 1)}
