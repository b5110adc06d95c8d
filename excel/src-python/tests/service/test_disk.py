"""Disks that are full, folders that may not be written, files that vanish: one message, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import StartService
from tests.support.service_process import MAIN, CallFailed, ServiceProcess
from tests.support.workbooks import files_in, write_numbers

NOBODY = 65_534
MIB = 1 << 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 2 MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=False).returncode == 0
    if not mounted:
        # Not root, or not allowed to: the limits of test_atomic.py stand for it.
        pytest.xfail("this user may not mount a file system")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def shared() -> Iterator[Path]:
    """Where everybody can go: pytest's own folders are the user's."""
    folder = Path(tempfile.mkdtemp(prefix="lifebound-excel-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def _fill(folder: Path) -> Path:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 1):
            block = b"x" * size
            try:
                while True:
                    file.write(block)
            except OSError:
                pass
    return filler


def _fails(service: ServiceProcess, method: str, **params: object) -> str:
    with pytest.raises(CallFailed) as failure:
        service.call(method, **params)
    assert failure.value.message.count("\n") == 0
    assert "Traceback" not in failure.value.message
    return failure.value.code


def _value(path: Path) -> object:
    book = openpyxl.load_workbook(path)
    value = book.worksheets[0]["A1"].value
    book.close()
    return value


def test_full_disk_of_the_file(start: StartService, small_disk: Path) -> None:
    path = write_numbers(small_disk / "a.xlsx")
    before = path.read_bytes()
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "41")
    filler = _fill(small_disk)
    assert _fails(service, "workbook/save", workbook=book) == "DISK_FULL"
    assert path.read_bytes() == before
    assert files_in(small_disk) == [path, filler]
    # Nothing is lost, over a kill too, and with room it goes on.
    service.kill()
    service = start()
    assert service.text(book, 1, 2) == "46"
    assert service.call("workbook/info", workbook=book)["dirty"] is True
    filler.unlink()
    service.call("workbook/save", workbook=book)
    assert _value(path) == 41


def test_full_disk_of_the_journal(start: StartService, small_disk: Path, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start(LIFEBOUND_EXCEL_DATA=str(small_disk / "data"))
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "41")
    filler = _fill(small_disk)
    codes = {_fails(service, "cells/set", workbook=book, key=f"k{number}", edits=[
        {"sheet": 0, "row": 2, "column": 1, "input": "x" * 30_000}]) for number in range(5)}  # fmt: skip
    assert codes == {"JOURNAL_FAILED"}
    # What was not made safe is not there; what was is, and the file can be saved when there is room.
    assert [service.text(book, row, 1) for row in (1, 2)] == ["41", "2"]
    assert _fails(service, "workbook/open", path=str(write_numbers(tmp_path / "b.xlsx"))) == "DISK_FULL"
    service.kill()
    service = start(LIFEBOUND_EXCEL_DATA=str(small_disk / "data"))
    assert [service.text(book, row, 1) for row in (1, 2)] == ["41", "2"]
    filler.unlink()
    service.set_cell(book, 2, 1, "5")
    service.call("workbook/save", workbook=book)
    assert service.text(book, 1, 2) == "49"
    assert _value(path) == 41


def test_what_an_ordinary_user_may_not(start: StartService, shared: Path) -> None:
    command = [sys.executable, str(MAIN)]
    if os.getuid() == 0:
        ids = [f"--re{kind}={NOBODY}" for kind in ("uid", "gid")]
        command = ["setpriv", *ids, "--clear-groups", "--inh-caps=-all", "--bounding-set=-all", *command]
    data, closed, free = shared / "data", shared / "closed", shared / "free"
    for folder in (data, closed, free):
        folder.mkdir()
    secret = write_numbers(free / "secret.xlsx")
    secret.chmod(0)
    protected = write_numbers(free / "protected.xlsx")
    inside = write_numbers(closed / "inside.xlsx")
    if os.getuid() == 0:
        for path in (data, closed, free, secret, protected, inside):
            os.chown(path, NOBODY, NOBODY)
        os.chown(secret, 0, 0)
    protected.chmod(0o444)
    closed.chmod(0o555)
    try:
        service = start(command, LIFEBOUND_EXCEL_DATA=str(data), HOME=str(data))
        assert _fails(service, "workbook/open", path=str(secret)) == "NO_PERMISSION"
        for path, code in ((protected, "READ_ONLY"), (inside, "NO_PERMISSION")):
            before = path.read_bytes()
            book = service.call("workbook/open", path=str(path))["id"]
            service.set_cell(book, 1, 1, "41")
            assert _fails(service, "workbook/save", workbook=book) == code
            assert path.read_bytes() == before
            assert service.text(book, 1, 2) == "46"
            target = free / f"saved {path.name}"
            service.call("workbook/save", workbook=book, path=str(target))
            assert _value(target) == 41
    finally:
        closed.chmod(0o755)


def test_file_or_folder_vanished(start: StartService, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    path = write_numbers(folder / "a.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "41")
    path.unlink()
    # The file alone: saving brings it back.
    service.call("workbook/save", workbook=book)
    assert _value(path) == 41
    shutil.rmtree(folder)
    service.set_cell(book, 1, 1, "42")
    assert _fails(service, "workbook/save", workbook=book) == "FILE_NOT_FOUND"
    other = tmp_path / "other.xlsx"
    service.call("workbook/save", workbook=book, path=str(other))
    assert _value(other) == 42


def test_one_file_by_several_names_is_one_workbook(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    link, hard = tmp_path / "link.xlsx", tmp_path / "hard.xlsx"
    link.symlink_to(path)
    hard.hardlink_to(path)
    service = start()
    dotted = f"{tmp_path}/./x/../a.xlsx"
    (tmp_path / "x").mkdir()
    ids = {service.call("workbook/open", path=str(name))["id"] for name in (path, link, hard, dotted)}
    assert len(ids) == 1
