"""Saving, and closing, over the link."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import StartService
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import files_in, write_numbers


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_numbers(tmp_path / "预算.xlsx")


@pytest.fixture
def book(service: ServiceProcess, path: Path) -> str:
    workbook_id: str = service.call("workbook/open", path=str(path))["id"]
    return workbook_id


def _read(path: Path, values: bool = True) -> list[object]:
    workbook = openpyxl.load_workbook(path, data_only=values)
    cells = [workbook["Numbers"][name].value for name in ("A1", "A2", "A3", "B1")] + [workbook["二"]["A1"].value]
    workbook.close()
    return cells


def _fail(service: ServiceProcess, book: str, **params: object) -> str:
    with pytest.raises(CallFailed) as failure:
        service.call("workbook/save", workbook=book, **params)
    return failure.value.code


def test_save_in_place(service: ServiceProcess, book: str, path: Path) -> None:
    path.chmod(0o640)
    service.set_cell(book, 1, 1, "11")
    saved = service.call("workbook/save", workbook=book)
    assert (saved["info"]["dirty"], saved["info"]["canUndo"], saved["bytes"]) == (False, True, path.stat().st_size)
    assert saved["cellsWritten"] == 3
    assert _read(path) == [11, 2, 3, 16, 32]
    assert _read(path, values=False)[3:] == ["=SUM(A1:A3)", "=Numbers!B1*2"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert files_in(path.parent) == [path]


def test_undo_after_save_and_save_again(service: ServiceProcess, book: str, path: Path) -> None:
    service.set_cell(book, 1, 1, "11")
    service.set_cell(book, 2, 1, "12")
    service.call("workbook/save", workbook=book)
    assert service.undo(book)["dirty"] is True
    assert service.call("workbook/save", workbook=book)["info"]["dirty"] is False
    assert _read(path) == [11, 2, 3, 16, 32]
    assert service.redo(book)["dirty"] is True
    service.undo(book)
    service.undo(book)
    service.call("workbook/save", workbook=book)
    assert _read(path) == [1, 2, 3, 6, 12]


def test_save_as(service: ServiceProcess, book: str, path: Path) -> None:
    before = path.read_bytes()
    service.set_cell(book, 1, 1, "11")
    target = path.parent / "copy.xlsx"
    target.write_text("something else")
    assert _fail(service, book, path=str(target)) == "FILE_EXISTS"
    assert target.read_text() == "something else"
    info = service.call("workbook/save", workbook=book, path=str(target), overwrite=True)["info"]
    assert (info["path"], info["name"], info["id"]) == (str(target), "copy.xlsx", book)
    assert path.read_bytes() == before
    assert _read(target)[0] == 11


def test_untitled(service: ServiceProcess, tmp_path: Path) -> None:
    book = service.call("workbook/new")["id"]
    service.set_cell(book, 1, 1, "=1+1")
    assert _fail(service, book) == "INVALID_PARAMS"
    target = tmp_path / "new.xlsx"
    info = service.call("workbook/save", workbook=book, path=str(target))["info"]
    assert (info["name"], info["dirty"]) == ("new.xlsx", False)
    assert openpyxl.load_workbook(target, data_only=True)["Sheet1"]["A1"].value == 2


def test_changed_on_disk_is_asked_about(service: ServiceProcess, book: str, path: Path) -> None:
    service.set_cell(book, 1, 1, "11")
    os.utime(path, (1, 1))
    service.call("workbook/save", workbook=book)  # Another time, the same bytes: nothing to ask.
    service.set_cell(book, 1, 1, "12")
    path.write_bytes(b"by another program")
    assert _fail(service, book) == "CHANGED_ON_DISK"
    assert path.read_bytes() == b"by another program"
    service.call("workbook/save", workbook=book, overwrite=True)
    assert _read(path)[0] == 12


def test_vanished_file_is_written_anew(service: ServiceProcess, book: str, path: Path) -> None:
    service.set_cell(book, 1, 1, "11")
    path.unlink()
    service.call("workbook/save", workbook=book)
    assert _read(path)[0] == 11


def test_link_stays_a_link(service: ServiceProcess, book: str, path: Path) -> None:
    link = path.parent / "link.xlsx"
    link.symlink_to(path)
    service.set_cell(book, 1, 1, "11")
    service.call("workbook/save", workbook=book, path=str(link))
    assert link.is_symlink()
    assert _read(path)[0] == 11


def test_targets_that_can_not_be(service: ServiceProcess, book: str, path: Path) -> None:
    other = write_numbers(path.parent / "other.xlsx")
    service.call("workbook/open", path=str(other))
    folder = path.parent / "folder.xlsx"
    folder.mkdir()
    service.set_cell(book, 1, 1, "11")
    for target, code in (
        (path.parent / "none" / "a.xlsx", "FILE_NOT_FOUND"),
        (folder, "FILE_EXISTS"),
        (path.parent / "a.csv", "FORMAT_UNSUPPORTED"),
        (path.parent / "a.xlsm", "FORMAT_UNSUPPORTED"),
        (other, "FILE_EXISTS"),
    ):
        assert _fail(service, book, path=str(target), overwrite=True) == code
    assert service.call("workbook/info", workbook=book)["dirty"] is True


def test_close(service: ServiceProcess, book: str, path: Path, service_data: Path) -> None:
    service.set_cell(book, 1, 1, "11")
    with pytest.raises(CallFailed) as failure:
        service.call("workbook/close", workbook=book, discard=False)
    assert failure.value.code == "UNSAVED_CHANGES"
    assert service.call("workbook/close", workbook=book, discard=True) == {"closed": True}
    with pytest.raises(CallFailed) as failure:
        service.text(book, 1, 1)
    assert failure.value.code == "UNKNOWN_WORKBOOK"
    assert (service_data / "closed" / book / "journal.sqlite").exists()
    again = service.call("workbook/open", path=str(path))["id"]
    assert service.text(again, 1, 1) == "1"
    service.call("workbook/close", workbook=again, discard=False)
    assert not list(service_data.rglob(f"{again}*"))


def test_saved_state_survives_a_restart(start: StartService, path: Path) -> None:
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "11")
    service.call("workbook/save", workbook=book)
    service.set_cell(book, 2, 1, "12")
    service.kill()
    service = start()
    info = service.call("workbook/info", workbook=book)
    assert (info["dirty"], info["recoveredEdits"], info["canUndo"]) == (True, 1, True)
    assert service.undo(book)["dirty"] is False
    assert service.undo(book)["dirty"] is True
    assert service.text(book, 1, 2) == "6"
