"""Oddities of worksheet XML: every byte that is not the edited cell's stays."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.package.books import MAIN, given, make_package, read_part

from app.errors import ServiceError
from app.package.cached import cached_values
from app.package.save import save

SHEET = "xl/worksheets/sheet1.xml"
HEAD = f'<?xml version="1.0"?>\n<worksheet xmlns="{MAIN}">'


def patch(path: Path, sheet: str | bytes, edits: dict[tuple[int, int], str | float | None]) -> bytes:
    """The sheet's part after typing ``edits``; None clears."""
    source = make_package(path / "book.xlsx", sheet)
    before = given({})
    after = given({cell: float(value) if isinstance(value, int) else value for cell, value in edits.items()})
    typed = {(0, *cell): "" if value is None else str(value) for cell, value in edits.items()}
    save(source, path / "saved.xlsx", typed, before, after)
    with zipfile.ZipFile(path / "saved.xlsx") as archive:
        return archive.read(SHEET)


def test_a_cell_lands_between_its_neighbours(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2"/><c r="D2"/></row><row r="5"><c r="B5"/></row>'
    edits: dict[tuple[int, int], str | float | None] = {
        (2, 2): 1, (2, 3): 2, (2, 5): 3, (1, 1): 4, (3, 1): 5, (4, 9): 6, (5, 1): 7, (9, 1): 8,
    }  # fmt: skip
    xml = patch(tmp_path, rows, edits).decode()
    assert (
        '<sheetData><row r="1"><c r="A1"><v>4</v></c></row>'
        '<row r="2"><c r="A2"/><c r="B2"><v>1</v></c><c r="C2"><v>2</v></c><c r="D2"/><c r="E2"><v>3</v></c></row>'
        '<row r="3"><c r="A3"><v>5</v></c></row><row r="4"><c r="I4"><v>6</v></c></row>'
        '<row r="5"><c r="A5"><v>7</v></c><c r="B5"/></row><row r="9"><c r="A9"><v>8</v></c></row></sheetData>'
    ) in xml


@pytest.mark.parametrize(
    ("sheet_data", "expected"),
    [
        ("<sheetData/>", '<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData>'),
        ("<sheetData />", '<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData>'),
        ("<sheetData></sheetData>", '<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData>'),
        (
            '<sheetData><row r="1" ht="20"/></sheetData>',
            '<sheetData><row r="1" ht="20"><c r="A1"><v>7</v></c></row></sheetData>',
        ),
        ("<sheetData><row><c/></row></sheetData>", "<sheetData><row><c><v>7</v></c></row></sheetData>"),
        (
            "<sheetData><!-- <row r='1'> --><row r='1'><!--x--><c  r='A1' ></c ></row></sheetData>",
            "<sheetData><!-- <row r='1'> --><row r='1'><!--x--><c  r='A1' ><v>7</v></c></row></sheetData>",
        ),
        (
            '<sheetData><row r="1"><c r="A1" t="str"><f><![CDATA["</c>"]]></f>'
            "<v><![CDATA[</c>]]></v></c></row></sheetData>",
            '<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData>',
        ),
        (
            '<sheetData><row r="1"><c r="A1" s="2" t="s" cm="1" vm="3" ph="1"><v>0</v>'
            '<extLst><ext uri="a>b"/></extLst></c></row></sheetData>',
            '<sheetData><row r="1"><c r="A1" s="2" ph="1"><v>7</v>'
            '<extLst><ext uri="a>b"/></extLst></c></row></sheetData>',
        ),
        (
            '<sheetData><row r="1"><c r="A1" t="inlineStr">'
            "<is><r><t>a</t></r><rPh><t>b</t></rPh></is></c></row></sheetData>",
            '<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData>',
        ),
    ],
)
def test_only_the_cell_is_rewritten(tmp_path: Path, sheet_data: str, expected: str) -> None:
    tail = '<pageMargins left="1"/><!-- end --></worksheet>\n'
    xml = patch(tmp_path, HEAD + sheet_data + tail, {(1, 1): 7}).decode()
    assert xml == HEAD + expected + tail


def test_prefixes_of_the_file_are_used(tmp_path: Path) -> None:
    sheet = (
        f'<?xml version="1.0"?><x:worksheet xmlns:x="{MAIN}" xmlns="urn:other"><x:sheetData>'
        '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    xml = patch(tmp_path, sheet, {(1, 1): "a", (2, 2): 5}).decode()
    assert (
        '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t xml:space="preserve">a</x:t></x:is></x:c></x:row>'
        '<x:row r="2"><x:c r="B2"><x:v>5</x:v></x:c></x:row></x:sheetData>'
    ) in xml


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "iso-8859-1"])
def test_the_encoding_stays(tmp_path: Path, encoding: str) -> None:
    declared = {"utf-8-sig": "utf-8", "utf-16-be": "utf-16"}.get(encoding, encoding)
    sheet = (
        f'<?xml version="1.0" encoding="{declared}"?><worksheet xmlns="{MAIN}"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>é</t></is></c></row></sheetData></worksheet>'
    )
    raw = patch(tmp_path, sheet.encode(encoding), {(1, 2): "ü€"})
    euro = "&#8364;" if encoding == "iso-8859-1" else "€"
    added = f'<c r="B1" t="inlineStr"><is><t xml:space="preserve">ü{euro}</t></is></c></row>'
    assert raw == sheet.replace("</row>", added).encode(encoding)
    assert [cell.value for cell in cached_values(tmp_path / "saved.xlsx", 0)] == ["é", "ü€"]


def test_a_new_cell_takes_the_style_of_its_row_or_column(tmp_path: Path) -> None:
    sheet = (
        f'{HEAD}<cols><col min="2" max="3" width="9" style="4"/></cols><sheetData>'
        '<row r="1" s="5" customFormat="1"/><row r="2" s="6"/></sheetData></worksheet>'
    )
    xml = patch(tmp_path, sheet, {(1, 2): 1, (2, 2): 2, (2, 4): 3, (3, 3): 4}).decode()
    assert '<c r="B1" s="5"><v>1</v></c>' in xml
    assert '<c r="B2" s="4"><v>2</v></c><c r="D2"><v>3</v></c>' in xml
    assert '<c r="C3" s="4"><v>4</v></c>' in xml


def test_dimension_and_spans_grow_only_when_they_are_wrong(tmp_path: Path) -> None:
    sheet = (
        f'{HEAD}<dimension ref="B1:C2"/><sheetData><row r="1" spans="2:3"><c r="B1"/></row>'
        '<row r="2" spans="2:3"><c r="B2"/></row></sheetData></worksheet>'
    )
    inside = patch(tmp_path, sheet, {(1, 3): 1}).decode()
    assert '<dimension ref="B1:C2"/>' in inside
    assert '<row r="1" spans="2:3">' in inside
    outside = patch(tmp_path, sheet, {(2, 5): 1, (4, 1): 2}).decode()
    assert '<dimension ref="A1:E4"/>' in outside
    assert '<row r="2" spans="2:5">' in outside
    assert '<row r="1" spans="2:3">' in outside


def test_clearing_keeps_the_style_and_makes_no_cells(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="3" t="b"><f>1=1</f><v>1</v></c></row>'
    xml = patch(tmp_path, rows, {(1, 1): None, (1, 2): None, (7, 7): None}).decode()
    assert '<sheetData><row r="1"><c r="A1" s="3"/></row></sheetData>' in xml


@pytest.mark.parametrize(
    "text", ["a\rb", "\x01", "_x0041_", "\ufffe", " lead and trail ", "tab\tnew\nline", "<&>\"'", "𝄞", "]]>"]
)
def test_texts_read_back(tmp_path: Path, text: str) -> None:
    patch(tmp_path, "", {(1, 1): text})
    assert [cell.value for cell in cached_values(tmp_path / "saved.xlsx", 0)] == [text]


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet xmlns="{MAIN}"/>', "NOT_A_WORKBOOK"),
        (f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData><row></sheetData></worksheet>', "NOT_A_WORKBOOK"),
        (f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"></worksheet>', "NOT_A_WORKBOOK"),
        ('<row r="x"/>', "NOT_A_WORKBOOK"),
        ('<row r="1"><c r="1A"><f>1</f></c></row>', "NOT_A_WORKBOOK"),
    ],
)
def test_damaged_sheets_are_refused_and_nothing_is_written(tmp_path: Path, sheet: str, code: str) -> None:
    with pytest.raises(ServiceError) as caught:
        patch(tmp_path, sheet, {(1, 1): 1})
    assert caught.value.code == code
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.xlsx"]


def test_a_strict_workbook_is_refused(tmp_path: Path) -> None:
    source = make_package(tmp_path / "book.xlsx", "")
    strict = read_part(source, "xl/workbook.xml").replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    make_package(source, "", extra={"xl/workbook.xml": strict})
    with pytest.raises(ServiceError) as caught:
        save(source, tmp_path / "saved.xlsx", {(0, 1, 1): "1"}, given({}), given({(1, 1): 1.0}))
    assert caught.value.code == "FORMAT_UNSUPPORTED"
