"""Which cached values a save writes, drops and leaves: V0 in the file, E0 and E1 of a given engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.package.books import given, make_package, read_part

from app.engine.port import CellError, Value
from app.package.save import SaveReport, save

# A1 is edited from 1 to 5 in every test.
A1, B1, C1, D1, E1 = (1, 1), (1, 2), (1, 3), (1, 4), (1, 5)


def save_row(
    path: Path, cells: str, before: dict[tuple[int, int], Value], after: dict[tuple[int, int], Value]
) -> tuple[str, SaveReport]:
    source = make_package(path / "book.xlsx", f'<row r="1"><c r="A1"><v>1</v></c>{cells}</row>')
    report = save(
        source,
        path / "saved.xlsx",
        {(0, 1, 1): "5"},
        given({A1: 1.0, **before}),
        given({A1: 5.0, **before, **after}),
    )
    return read_part(path / "saved.xlsx", "xl/worksheets/sheet1.xml"), report


def test_a_changed_value_of_a_trusted_formula_is_written(tmp_path: Path) -> None:
    xml, report = save_row(tmp_path, '<c r="B1" s="3"><f>A1*2</f><v>2</v></c>', {B1: 2.0}, {B1: 10.0})
    assert '<c r="A1"><v>5</v></c><c r="B1" s="3"><f>A1*2</f><v>10</v></c>' in xml
    assert (report.cells_written, report.caches_dropped) == (2, 0)


def test_an_unchanged_value_keeps_its_bytes(tmp_path: Path) -> None:
    cell = '<c r="B1" ><f >MOD(A1,2)</f ><v>1.0000000000000000</v></c>'
    xml, report = save_row(tmp_path, cell, {B1: 1.0}, {})
    assert cell in xml
    assert report.cells_written == 1


def test_a_tainted_value_that_changes_is_dropped(tmp_path: Path) -> None:
    xml, report = save_row(tmp_path, '<c r="B1" t="str"><f>A1*2</f><v>right</v></c>', {B1: 2.0}, {B1: 10.0})
    assert '<c r="B1"><f>A1*2</f></c>' in xml
    assert report.caches_dropped == 1


def test_a_tainted_value_downstream_of_the_edit_is_dropped_though_the_engine_sees_no_change(tmp_path: Path) -> None:
    cells = '<c r="B1"><f>ODD.ONE(A1:A9)</f><v>7</v></c><c r="C1"><f>B1+1</f><v>8</v></c>'
    error = CellError("#NAME?")
    xml, report = save_row(tmp_path, cells, {B1: error, C1: error}, {})
    assert '<c r="B1"><f>ODD.ONE(A1:A9)</f></c><c r="C1"><f>B1+1</f></c>' in xml
    assert report.caches_dropped == 2


def test_a_tainted_value_elsewhere_keeps_its_bytes(tmp_path: Path) -> None:
    cell = '<c r="B1"><f>ODD.ONE(Z1:Z9)</f><v>7</v></c>'
    xml, report = save_row(tmp_path, cell, {B1: CellError("#NAME?")}, {})
    assert cell in xml
    assert report.caches_dropped == 0


@pytest.mark.parametrize("formula", ["ODD.ONE(name)", "INDIRECT(&quot;A&quot;&amp;1)", "Table1[x]*2", "OFFSET(Z1,1,1)"])
def test_a_tainted_value_whose_precedents_are_unknown_is_dropped(tmp_path: Path, formula: str) -> None:
    xml, _ = save_row(tmp_path, f'<c r="B1"><f>{formula}</f><v>7</v></c>', {B1: CellError("#NAME?")}, {})
    assert f'<c r="B1"><f>{formula}</f></c>' in xml


def test_a_value_that_is_not_in_the_file_contradicts_nothing(tmp_path: Path) -> None:
    cells = '<c r="B1"><f>A1*2</f></c><c r="C1"><f>Z1*2</f></c>'
    xml, _ = save_row(tmp_path, cells, {B1: 2.0, C1: 0.0}, {B1: 10.0})
    assert '<c r="B1"><f>A1*2</f><v>10</v></c><c r="C1"><f>Z1*2</f></c>' in xml


def test_the_clock_alone_touches_nothing(tmp_path: Path) -> None:
    cells = '<c r="B1"><f>NOW()</f><v>40000</v></c><c r="C1"><f>B1+1</f><v>40001</v></c>'
    xml, report = save_row(tmp_path, cells, {B1: 46000.0, C1: 46001.0}, {B1: 46000.5, C1: 46001.5})
    assert cells in xml
    assert report.caches_dropped == 0


def test_a_volatile_cell_that_depends_on_the_edit_loses_its_value(tmp_path: Path) -> None:
    xml, _ = save_row(tmp_path, '<c r="B1"><f>NOW()+A1</f><v>40000</v></c>', {B1: 46000.0}, {B1: 46005.5})
    assert '<c r="B1"><f>NOW()+A1</f></c>' in xml


@pytest.mark.parametrize("value", [CellError("#ERROR!"), CellError("#CIRC!"), float("inf"), None])
def test_what_a_file_can_not_hold_is_dropped(tmp_path: Path, value: Value) -> None:
    xml, report = save_row(tmp_path, '<c r="B1"><f>A1*2</f><v>2</v></c>', {B1: 2.0}, {B1: value})
    assert '<c r="B1"><f>A1*2</f></c>' in xml
    assert report.caches_dropped == 1


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, '<c r="B1" t="b"><f>A1</f><v>1</v></c>'),
        (CellError("#DIV/0!"), '<c r="B1" t="e"><f>A1</f><v>#DIV/0!</v></c>'),
        ("a<b", '<c r="B1" t="str"><f>A1</f><v xml:space="preserve">a&lt;b</v></c>'),
        ("", '<c r="B1" t="str"><f>A1</f><v xml:space="preserve"></v></c>'),
        (0.1 + 0.2, '<c r="B1"><f>A1</f><v>0.30000000000000004</v></c>'),
        (-1e-300, '<c r="B1"><f>A1</f><v>-1E-300</v></c>'),
    ],
)
def test_a_new_value_has_the_type_of_its_kind(tmp_path: Path, value: Value, written: str) -> None:
    xml, _ = save_row(tmp_path, '<c r="B1" vm="2"><f>A1</f><v>2</v></c>', {B1: 2.0}, {B1: value})
    assert written in xml


def test_a_difference_in_the_last_digits_is_no_taint(tmp_path: Path) -> None:
    cells = '<c r="B1"><f>A1/3</f><v>0.33333333333333298</v></c><c r="C1"><f>A1-A1</f><v>1E-17</v></c>'
    xml, report = save_row(tmp_path, cells, {B1: 1 / 3, C1: 0.0}, {B1: 5 / 3})
    assert "<f>A1/3</f><v>1.6666666666666667</v>" in xml
    assert "<f>A1-A1</f><v>1E-17</v>" in xml
    assert report.caches_dropped == 0


def test_a_small_change_of_a_large_number_is_a_change(tmp_path: Path) -> None:
    xml, _ = save_row(tmp_path, '<c r="B1"><f>A1+Z1</f><v>1000000000001</v></c>', {B1: 1e12 + 1}, {B1: 1e12 + 5})
    assert "<v>1000000000005</v>" in xml


def test_a_cached_text_may_be_a_shared_string(tmp_path: Path) -> None:
    """Some writers do so; nothing is tainted then."""
    strings = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>x</t></si><si><t>odd</t></si></sst>'
    source = make_package(
        tmp_path / "book.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="s"><f>IF(A1=1,"odd","even")</f><v>1</v></c></row>',
        extra={"xl/sharedStrings.xml": strings},
        relationships='<Relationship Id="rId2" Target="sharedStrings.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>',
    )
    before, after = given({A1: 1.0, B1: "odd"}), given({A1: 5.0, B1: "even"})
    save(source, tmp_path / "saved.xlsx", {(0, 1, 1): "5"}, before, after)
    xml = read_part(tmp_path / "saved.xlsx", "xl/worksheets/sheet1.xml")
    assert '<c r="B1" t="str"><f>IF(A1=1,"odd","even")</f><v>even</v></c>' in xml


def test_a_data_table_loses_what_depends_on_the_edit(tmp_path: Path) -> None:
    """The engine takes its cells for constants."""
    cells = (
        '<c r="B1"><f>A1*2</f><v>2</v></c></row><row r="2"><c r="A2"><v>1</v></c>'
        '<c r="B2"><f t="dataTable" ref="B2:B3" dt2D="0" dtr="0" r1="A1"/><v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>2</v></c><c r="B3"><v>4</v></c>'
    )
    values: dict[tuple[int, int], Value] = {B1: 2.0, (2, 2): 2.0, (3, 2): 4.0}
    xml, report = save_row(tmp_path, cells, values, {B1: 10.0})
    assert 'r1="A1"/></c>' in xml
    assert '<c r="B3"/>' in xml
    assert report.caches_dropped == 2


def test_chance_touches_no_cell_that_the_engine_computes_right(tmp_path: Path) -> None:
    cells = (
        '<c r="B1"><f>RANDBETWEEN(1,9)</f><v>4</v></c><c r="C1"><f>B1+1</f><v>5</v></c>'
        '<c r="D1"><f>C1+A1</f><v>6</v></c>'
    )
    xml, report = save_row(tmp_path, cells, {B1: 4.0, C1: 5.0, D1: 6.0}, {B1: 7.0, C1: 8.0, D1: 13.0})
    assert '<f>RANDBETWEEN(1,9)</f><v>4</v></c><c r="C1"><f>B1+1</f><v>5</v>' in xml
    # It follows the edit too.
    assert '<c r="D1"><f>C1+A1</f><v>13</v></c>' in xml
    assert report.cells_written == 2


def test_a_formula_with_an_inline_text_is_a_formula(tmp_path: Path) -> None:
    cell = '<c r="B1" t="inlineStr"><f>A1*2</f><is><t>2</t></is></c>'
    xml, _ = save_row(tmp_path, cell, {B1: "2"}, {B1: 10.0})
    assert '<c r="B1"><f>A1*2</f><v>10</v></c>' in xml
