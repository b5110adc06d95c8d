"""Times, dates, fractions, percents and amounts, typed and pasted."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.conftest import StartService
from tests.support.service_process import ServiceProcess
from tests.support.workbooks import write_numbers


@pytest.fixture
def book(service: ServiceProcess, tmp_path: Path) -> str:
    workbook = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = workbook.add_worksheet()
    sheet.write("B1", None, workbook.add_format({"num_format": "0.00"}))
    sheet.write("C1", None, workbook.add_format({"num_format": "@"}))
    sheet.write("D1", "15:04")
    workbook.close()
    identity: str = service.call("workbook/open", path=str(tmp_path / "a.xlsx"))["id"]
    return identity


def test_a_time_is_a_number_in_the_file(service: ServiceProcess, book: str, tmp_path: Path) -> None:
    service.set_cell(book, 1, 1, "15:04")
    service.set_cell(book, 2, 1, '=IF(ROUND(A1*24*60,6)=904,"yes","no")')
    service.set_cell(book, 1, 2, "15:04")
    assert [service.text(book, *cell) for cell in ((1, 1), (1, 2), (2, 1))] == ["15:04", "0.63", "yes"]
    service.call("workbook/save", workbook=book)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert (sheet["A1"].number_format, sheet["B1"].number_format) == ("h:mm", "0.00")
    assert sheet["B1"].value == pytest.approx(904 / 1440)


def test_a_cell_for_texts_takes_what_is_typed(service: ServiceProcess, book: str, tmp_path: Path) -> None:
    service.set_cell(book, 1, 3, "007")
    assert service.text(book, 1, 3) == "007"
    service.set_cell(book, 1, 3, "15:04")
    assert service.text(book, 1, 3) == "15:04"
    service.call("workbook/save", workbook=book)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert sheet["C1"].value == "15:04"


def test_pasted_text_is_read_alike(service: ServiceProcess, book: str) -> None:
    at = {"sheet": 0, "row": 3, "column": 1}
    service.apply(book, {"kind": "pasteText", "at": at, "rows": [["3:04 PM", "50%"], ["2026-11-24 15:04", "x"]]})
    service.set_cell(book, 9, 1, "=TEXT(ROUND((A3+A4+B3)*1440,0)-46350*1440,0)")
    shown = [service.text(book, *cell) for cell in ((3, 1), (4, 1), (3, 2), (9, 1))]
    assert shown == ["3:04 PM", "2026-11-24 15:04", "50%", "2528"]
    service.undo(book)
    service.undo(book)
    assert service.text(book, 3, 1) == ""
    service.set_cell(book, 3, 1, "7")
    assert service.text(book, 3, 1) == "7"


def test_a_text_that_looks_like_a_time_is_copied_as_a_text(service: ServiceProcess, book: str) -> None:
    one = {"sheet": 0, "top": 1, "left": 4, "rows": 1, "columns": 1}
    service.apply(book, {"kind": "pasteRange", "source": one, "target": one | {"top": 2}, "what": "all"})
    service.set_cell(book, 5, 1, "=ISTEXT(D2)")
    assert service.text(book, 5, 1) == "TRUE"
    # Opened for editing and confirmed, it is what it was.
    service.set_cell(book, 1, 4, service.call("cell/get", workbook=book, sheet=0, row=1, column=4)["input"])
    service.set_cell(book, 5, 1, "=ISTEXT(D1)")
    assert service.text(book, 5, 1) == "TRUE"


def test_a_journal_of_an_older_version_means_what_it_meant(start: StartService, data: Path, tmp_path: Path) -> None:
    service = start()
    book = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    for row in (5, 6):
        service.set_cell(book, row, 1, "15:04")
    service.kill()
    (path,) = data.rglob("journal.sqlite")
    with closing(sqlite3.connect(path)) as journal, journal:
        (payload,) = journal.execute("SELECT payload FROM operations ORDER BY seq LIMIT 1").fetchone()
        assert json.loads(payload) == [[0, 5, 1, "15:04", [904 / 1440, "h:mm"]]]
        older = json.dumps([[0, 5, 1, "15:04"]])
        journal.execute("UPDATE operations SET payload = ? WHERE payload = ?", (older, payload))
    again = start()
    again.set_cell(book, 7, 1, "=ISTEXT(A5)&ISTEXT(A6)")
    assert again.text(book, 7, 1) == "TRUEFALSE"


@pytest.mark.parametrize(
    ("typed", "number_format", "shown"),
    [
        ("15:04", "General", "15:04:00"),
        ("2026-11-24 15:04:05", "m/d/yyyy", "2026-11-24 15:04:05"),
        ("1929-03-01", "d-mmm-yy", "1929-03-01"),
        ("0.123456789", "h:mm", "0.123456789"),
        ("1E-7", "h:mm", "0.0000001"),
        ("1.5E+20", "General", "1.5e20"),
    ],
)
def test_what_is_opened_for_editing_is_the_same_when_it_is_confirmed(
    service: ServiceProcess, book: str, typed: str, number_format: str, shown: str
) -> None:
    one = {"sheet": 0, "top": 7, "left": 1, "rows": 1, "columns": 1}
    service.apply(book, {"kind": "format", "range": one, "change": {"numberFormat": number_format}})
    service.set_cell(book, 7, 1, typed)
    service.set_cell(book, 7, 2, "=TEXT(A7*1000000,0)")
    before = service.text(book, 7, 2)
    content = service.call("cell/get", workbook=book, sheet=0, row=7, column=1)["input"]
    assert content == shown
    service.set_cell(book, 7, 1, content)
    assert service.text(book, 7, 2) == before
