"""A workbook that could not be saved is not edited."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.package.books import make_package
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import rewrite, write_numbers

from app.package.savable import why_not_savable

_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def test_a_sound_workbook(tmp_path: Path) -> None:
    assert why_not_savable(make_package(tmp_path / "book.xlsx", _ROW), ["Sheet1"]) is None


@pytest.mark.parametrize("name", ["xl/worksheets/Sheet1.xml", "/xl/worksheets/sheet1.xml"])
def test_two_parts_of_one_name(tmp_path: Path, name: str) -> None:
    path = make_package(tmp_path / "book.xlsx", _ROW, extra={name: "<worksheet/>"})
    assert "two of its parts are called xl/worksheets/sheet1.xml" in (why_not_savable(path, ["Sheet1"]) or "")


def test_sheets_that_the_engine_counts_otherwise(tmp_path: Path) -> None:
    path = make_package(tmp_path / "book.xlsx", _ROW)
    reason = why_not_savable(path, ["Sheet1", "Sheet2"])
    assert reason == "its list of sheets can be read in two ways (Sheet1, or Sheet1, Sheet2)"


def test_it_is_viewed_with_the_reason(service: ServiceProcess, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "twice.xlsx")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/worksheets/SHEET1.xml", package.read("xl/worksheets/sheet1.xml"))
    info = service.call("workbook/open", path=str(path))
    assert info["readOnly"].startswith("This workbook can be viewed, not edited, since two of its parts are called")


def test_a_workbook_without_sheets_is_none(service: ServiceProcess, tmp_path: Path) -> None:
    book = make_package(tmp_path / "book.xlsx", _ROW)
    cut = rewrite(
        book,
        tmp_path / "cut.xlsx",
        lambda name, body: (
            body.replace(b'<sheet name="Sheet1" sheetId="1" r:id="rId1"/>', b"") if name == "xl/workbook.xml" else body
        ),
    )
    with pytest.raises(CallFailed, match="has no sheets in it") as refused:
        service.call("workbook/open", path=str(cut))
    assert refused.value.code == "NOT_A_WORKBOOK"
