"""What users type, through the real engine, into a file, and back through other readers."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.package.books import calamine_value, edit_and_save, given, make_package, read_part

from app.engine.ironcalc_engine import IronCalcEngine
from app.engine.port import CellError
from app.package.save import save


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Data")
        sheet.write_column("A1", [1, 2, 3])
        bold = workbook.add_format({"bold": True, "num_format": "0.000"})
        sheet.write("C1", 1, bold)
        sheet.write("C2", "x", workbook.add_format({"bold": True}))
    return path


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12", 12.0),
        ("-3.25e-7", -3.25e-7),
        ("0.1", 0.1),
        ("123456789012345678", 123456789012345678.0),
        ("TRUE", True),
        ('hello <&> "x"', 'hello <&> "x"'),
        ("  blanks  ", "  blanks  "),
        ("'007", "007"),
        ("a_x000D_b", "a_x000D_b"),
        ("a\r\nb", "a\r\nb"),
        ("'=1+1", "=1+1"),
        ("12%", 0.12),
        ("2026-11-24", date(2026, 11, 24)),
        ("$5.50", 5.5),
        ("=SUM(A1:A3)/7", 6 / 7),
        ('="a"&A1', "a1"),
        ("=A1>0", True),
    ],
)
def test_typed_values_read_back(book: Path, typed: str, read: object) -> None:
    saved = edit_and_save(book, {(0, 5, 5): typed})
    assert calamine_value(saved.path, 0, 5, 5) == read
    again = IronCalcEngine.load(saved.path)
    again.evaluate()
    assert again.value(0, 5, 5) == saved.after.value(0, 5, 5)
    assert again.look(0, 5, 5).text == saved.after.look(0, 5, 5).text
    assert again.input(0, 5, 5) == saved.after.input(0, 5, 5)


def test_a_typed_format_is_added_to_the_cells_own_style(book: Path) -> None:
    saved = edit_and_save(book, {(0, 2, 3): "12%", (0, 1, 3): "12%", (0, 9, 9): "'x", (0, 9, 8): "'y"})
    sheet = openpyxl.load_workbook(saved.path)["Data"]
    assert sheet["C2"].font.bold
    assert sheet["C2"].number_format == saved.after.number_format(0, 2, 3)
    assert "%" in sheet["C2"].number_format
    assert sheet["C1"].number_format == saved.after.number_format(0, 1, 3)
    assert sheet["I9"].quotePrefix
    assert sheet["I9"].style_id == sheet["H9"].style_id
    formats = re.findall(r'<cellXfs count="(\d+)">(.*)</cellXfs>', saved.xml("xl/styles.xml"))
    assert int(formats[0][0]) == formats[0][1].count("<xf ")


def test_a_quoted_cell_that_becomes_a_number_is_quoted_no_more(book: Path) -> None:
    quoted = edit_and_save(book, {(0, 9, 9): "'7"}, book.with_name("quoted.xlsx"))
    saved = edit_and_save(quoted.path, {(0, 9, 9): "7"})
    cell = openpyxl.load_workbook(saved.path)["Data"]["I9"]
    assert cell.value == 7
    assert not cell.quotePrefix


def test_a_formula_that_does_not_parse_is_kept_as_text(tmp_path: Path) -> None:
    """Excel calls a file damaged that holds one."""
    source = make_package(tmp_path / "book.xlsx", "")
    after = given({(1, 1): CellError("#ERROR!")}, {(1, 1): "=1+"})
    save(source, tmp_path / "saved.xlsx", {(0, 1, 1): "=1+"}, given({}), after)
    assert '<is><t xml:space="preserve">=1+</t></is>' in read_part(tmp_path / "saved.xlsx", "xl/worksheets/sheet1.xml")


def test_typed_formulas_are_stored_as_excel_wants_them(book: Path) -> None:
    saved = edit_and_save(book, {(0, 5, 5): "=xlookup(2,a1:a3,a1:a3)", (0, 6, 5): "= (1 + 2) * 3"})
    assert "<f>_xlfn.XLOOKUP(2,A1:A3,A1:A3)</f><v>2</v>" in saved.xml()
    assert "<f>(1 + 2) * 3</f><v>9</v>" in saved.xml()


def test_formulas_that_come_or_go_end_the_calculation_chain(tmp_path: Path) -> None:
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1" i="1"/></calcChain>'
    types = '<Override PartName="/xl/calcChain.xml" ContentType="application/x"/>'
    link = (
        '<Relationship Id="rId9" Target="calcChain.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"/>'
    )
    source = make_package(
        tmp_path / "book.xlsx",
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>',
        extra={"xl/calcChain.xml": chain},
        overrides=types,
        relationships=link,
    )
    target = tmp_path / "saved.xlsx"
    formula = given({(1, 1): 3.0, (2, 1): 1.0}, {(1, 1): "=1+2"})
    # A formula for a formula, a value beside: the chain is right still.
    report = save(source, target, {(0, 1, 1): "=1+2", (0, 2, 1): "1"}, given({(1, 1): 2.0}), formula)
    assert report.parts_changed == ("xl/workbook.xml", "xl/worksheets/sheet1.xml")
    assert "calcChain" in read_part(target, "xl/_rels/workbook.xml.rels")
    # A value for a formula.
    report = save(source, target, {(0, 1, 1): "3"}, given({(1, 1): 2.0}), given({(1, 1): 3.0}))
    assert "xl/calcChain.xml" in report.parts_changed
    assert "calcChain" not in read_part(target, "xl/_rels/workbook.xml.rels")
    assert "calcChain" not in read_part(target, "[Content_Types].xml")
    with pytest.raises(KeyError):
        read_part(target, "xl/calcChain.xml")


@pytest.mark.parametrize(
    ("calculation", "expected"),
    [
        ("", '</sheets><calcPr fullCalcOnLoad="1"/></workbook>'),
        (
            "<definedNames/><oleSize ref='A1'/>",
            "<definedNames/><calcPr fullCalcOnLoad=\"1\"/><oleSize ref='A1'/></workbook>",
        ),
        ("<calcPr calcId='1' fullCalcOnLoad='0'/>", "<calcPr calcId='1' fullCalcOnLoad=\"1\"/></workbook>"),
        ("<calcPr></calcPr>", '<calcPr fullCalcOnLoad="1"></calcPr></workbook>'),
    ],
)
def test_excel_is_asked_to_compute_all(tmp_path: Path, calculation: str, expected: str) -> None:
    source = make_package(tmp_path / "book.xlsx", "", workbook=calculation)
    save(source, tmp_path / "saved.xlsx", {(0, 1, 1): "1"}, given({}), given({(1, 1): 1.0}))
    assert read_part(tmp_path / "saved.xlsx", "xl/workbook.xml").endswith(expected)


def test_no_edits_make_an_equal_file(book: Path) -> None:
    saved = edit_and_save(book, {})
    assert saved.path.read_bytes() == book.read_bytes()
    assert saved.report.parts_changed == ()
