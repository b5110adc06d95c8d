"""What other programs leave out of their workbooks, and the engine asks for."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from tests.package.books import calamine_value, edit_and_save, make_package, read_part
from tests.support.corpus import write_book
from tests.support.workbooks import rewrite

from app.engine.ironcalc_load import load_engine

Change = Callable[[str, bytes], bytes | None]


def _without(*names: str) -> Change:
    return lambda name, body: None if name in names else body


def _cut(part: str, pattern: bytes, new: bytes = b"") -> Change:
    def change(name: str, body: bytes) -> bytes:
        if re.fullmatch(part, name) is None:
            return body
        assert re.search(pattern, body, re.DOTALL), pattern
        return re.sub(pattern, new, body, flags=re.DOTALL)

    return change


CHANGES: dict[str, Change] = {
    "no cell styles, as Apache POI": _cut("xl/styles.xml", rb"<cellStyles.*?</cellStyles>"),
    "no base formats": _cut("xl/styles.xml", rb"<cellStyleXfs.*?</cellStyleXfs>"),
    "an empty list of cell styles": _cut("xl/styles.xml", rb"<cellStyles.*?</cellStyles>", b'<cellStyles count="0"/>'),
    "no theme": _without("xl/theme/theme1.xml"),
    "no properties": _without("docProps/app.xml", "docProps/core.xml"),
    "no addresses": _cut(r"xl/worksheets/sheet1\.xml", rb'(<(?:row|c)) r="[A-Z0-9]+"', rb"\1"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_it_is_opened_edited_and_saved(tmp_path: Path, change: Change) -> None:
    whole = write_book(tmp_path / "whole.xlsx", 5)
    path = rewrite(whole, tmp_path / "book.xlsx", change)
    engine, other = load_engine(path), load_engine(whole)
    assert list(engine.cells(0)) == list(other.cells(0))
    saved = edit_and_save(path, {(0, 3, 2): "1234"})
    assert calamine_value(saved.path, 0, 3, 2) == 1234
    assert calamine_value(saved.path, 0, 3, 3) == 2468
    assert read_part(saved.path, "xl/styles.xml") == read_part(path, "xl/styles.xml")


def test_names_with_backslashes(tmp_path: Path) -> None:
    whole = write_book(tmp_path / "whole.xlsx", 5)
    path = tmp_path / "book.xlsx"
    path.write_bytes(whole.read_bytes().replace(b"xl/styles.xml", b"xl\\styles.xml"))
    assert list(load_engine(path).cells(0)) == list(load_engine(whole).cells(0))


def test_readings_are_no_part_of_a_text(tmp_path: Path) -> None:
    strings = '<si><t>漢字</t><rPh sb="0" eb="2"><t>カンジ</t></rPh><phoneticPr fontId="1"/></si>'
    strings += "<si><t>one_x000D_\ntwo_x005F_x0041_</t></si>"

    def change(name: str, body: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return body
        return re.sub(rb"<si>.*</si>", strings.encode(), body, flags=re.DOTALL)

    whole = tmp_path / "whole.xlsx"
    with xlsxwriter.Workbook(whole) as book:
        book.add_worksheet().write_column("A1", ["a", "b"])
    path = rewrite(whole, tmp_path / "book.xlsx", change)
    engine = load_engine(path)
    assert [engine.value(0, row, 1) for row in (1, 2)] == ["漢字", "one\r\ntwo_x0041_"]
    saved = edit_and_save(path, {(0, 9, 1): "1"})
    assert read_part(saved.path, "xl/sharedStrings.xml") == read_part(path, "xl/sharedStrings.xml")


@pytest.mark.parametrize("name", ["xl/SharedStrings.xml", "xl/texts/strings.xml"])
def test_texts_under_another_name(tmp_path: Path, name: str) -> None:
    whole = write_book(tmp_path / "whole.xlsx", 5)
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            target = name.removeprefix("xl/").encode()
            body = old.read(part).replace(b"sharedStrings.xml", target).replace(b"/xl/xl/", b"/xl/")
            new.writestr(name if part == "xl/sharedStrings.xml" else part, body)
    assert list(load_engine(path).cells(0)) == list(load_engine(whole).cells(0))


def test_escapes_of_inline_texts_and_iso_dates(tmp_path: Path) -> None:
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>one_x000d_two_x005F_x0041_</t></is></c>'
        '<c r="B1" t="d"><v>2026-11-24T12:00:00</v></c><c r="C1" t="d"><v>2026-11-24</v></c>'
        '<c r="D1" s="0" t="d"><v>06:00:00</v></c><c r="E1" t="d"><v>soon</v></c></row>'
    )
    engine = load_engine(make_package(tmp_path / "book.xlsx", cells))
    values = [engine.value(0, 1, column) for column in range(1, 5)]
    assert values == ["one\rtwo_x0041_", 46350.5, 46350, 0.25]
