"""Saved by itself some time after the last edit, when the user wants it."""

from __future__ import annotations

import time
from pathlib import Path

import openpyxl
from tests.conftest import StartService
from tests.support.service_process import ServiceProcess
from tests.support.workbooks import write_numbers


def _value(path: Path) -> object:
    book = openpyxl.load_workbook(path)
    value = book["Numbers"]["A1"].value
    book.close()
    return value


def _wait_for_save(service: ServiceProcess, book: str) -> None:
    deadline = time.monotonic() + 20
    # It works between two requests.
    while service.call("workbook/info", workbook=book)["dirty"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_saved_by_itself_and_told(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    service.call("settings/set", settings={"autosaveSeconds": 0.2, "keepRecoveryDays": 14})
    book = service.call("workbook/open", path=str(path))["id"]
    draft = service.call("workbook/new")["id"]
    service.set_cell(draft, 1, 1, "no file to save in")
    for number in (41, 42):
        service.set_cell(book, 1, 1, str(number))
        _wait_for_save(service, book)
        assert _value(path) == number
    told = [notice["params"]["info"] for notice in service.notices if notice["method"] == "workbook/changed"]
    assert [(info["id"], info["dirty"]) for info in told] == [(book, False), (book, False)]
    assert service.call("workbook/info", workbook=draft)["dirty"] is True


def test_a_file_that_another_program_changed_is_left_alone(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    service.call("settings/set", settings={"autosaveSeconds": 0.1, "keepRecoveryDays": 14})
    book = service.call("workbook/open", path=str(path))["id"]
    with path.open("ab") as file:
        file.write(b"\0")
    changed = path.read_bytes()
    service.set_cell(book, 1, 1, "41")
    deadline = time.monotonic() + 20
    while not any("can't be saved by itself" in line for line in service.log):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert path.read_bytes() == changed
    assert service.call("workbook/info", workbook=book)["dirty"] is True
    assert service.end() == 0
    assert sum("can't be saved by itself" in line for line in service.log) == 1
