"""Cached values as the file has them, sheets in the engine's order, and copies that readers can take."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.package.books import MAIN, make_package, read_part
from tests.package.rich_book import make_rich_book

from app.engine.ironcalc_engine import IronCalcEngine
from app.engine.port import CellError
from app.errors import ServiceError
from app.package.cached import cached_values, sheet_parts
from app.package.parts import Package
from app.package.sanitise import sanitised_copy


def test_cached_values_are_typed(tmp_path: Path) -> None:
    cells = (
        '<c><v>1.5</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v> x </v></c>'
        '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh sb="0" eb="1"><t>zz</t></rPh></is></c>'
        '<c><f>A1</f></c><c s="1"/><c t="str"><f>A1</f><v></v></c><c r="Z1"><v>3</v></c><c><v>4</v></c>'
    )
    source = make_package(tmp_path / "book.xlsx", f"<row>{cells}</row><row><c><v>5</v></c></row>")
    assert [(cell.row, cell.column, cell.value, cell.has_formula) for cell in cached_values(source, 0)] == [
        (1, 1, 1.5, False),
        (1, 2, True, False),
        (1, 3, CellError("#N/A"), False),
        (1, 4, " x ", True),
        (1, 5, "ab", False),
        (1, 6, None, True),
        (1, 8, "", True),
        (1, 26, 3.0, False),
        (1, 27, 4.0, False),
        (2, 1, 5.0, False),
    ]


def test_indented_files_read_the_same(tmp_path: Path) -> None:
    cell = '<c r="A1" t="str">\n <f>\n  A2\n </f>\n <v> x </v>\n</c>\n<c r="B1">\n <f>1</f>\n <v>1</v>\n</c>\n'
    source = make_package(tmp_path / "book.xlsx", f'<row r="1">\n{cell}</row>\n')
    assert [cell.value for cell in cached_values(source, 0)] == [" x ", 1.0]


def test_cached_values_stream(tmp_path: Path) -> None:
    """The first cells are there before the last ones are read: the part breaks off behind them."""
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 20_000))
    sheet = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{rows}<broken>'
    source = make_package(tmp_path / "book.xlsx", sheet)
    cells = cached_values(source, 0)
    assert next(cells).value == 1
    with pytest.raises(ServiceError):
        list(cells)


def test_sheets_are_those_of_the_engine(tmp_path: Path) -> None:
    source = make_rich_book(tmp_path / "rich.xlsx")
    parts = sheet_parts(source)
    assert [sheet.name for sheet in parts] == [sheet.name for sheet in IronCalcEngine.load(source).sheets()]
    assert [(sheet.index, sheet.part) for sheet in parts] == [
        (0, "xl/worksheets/sheet1.xml"),
        (1, "xl/worksheets/sheet2.xml"),
    ]
    with pytest.raises(ServiceError) as caught:
        next(cached_values(source, 2))
    assert caught.value.code == "UNKNOWN_SHEET"


def test_a_harmless_workbook_needs_no_copy(tmp_path: Path) -> None:
    source = make_rich_book(tmp_path / "rich.xlsx")
    assert not sanitised_copy(source, tmp_path / "copy.xlsx")
    assert not (tmp_path / "copy.xlsx").exists()


def test_data_tables_and_absurd_dimensions_go(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="dataTable" ref="A1:A2" r1="B1"/><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="dataTable" ref="A2"> </f><v>2</v></c><c r="B2"><f>"dataTable"</f><v>3</v></c></row>'
    )
    sheet = (
        f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    source = make_package(tmp_path / "book.xlsx", sheet)
    assert sanitised_copy(source, tmp_path / "copy.xlsx")
    assert read_part(tmp_path / "copy.xlsx", "xl/worksheets/sheet1.xml") == (
        f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f>"dataTable"</f><v>3</v></c></row></sheetData></worksheet>'
    )
    with zipfile.ZipFile(tmp_path / "copy.xlsx") as archive:
        assert archive.testzip() is None


def test_a_name_that_is_no_text_is_damage(tmp_path: Path) -> None:
    path = make_package(tmp_path / "book.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    # The local header says that its name is UTF-8, and it is not.
    content = bytearray(path.read_bytes())
    at = content.index(b"xl/workbook.xml")
    content[at] = 0xFA
    content[at - 24 + 1] |= 0x08
    path.write_bytes(content)
    with Package(path) as package, pytest.raises(ServiceError) as refused:
        package.read("xl/workbook.xml")
    assert refused.value.code == "NOT_A_WORKBOOK"
