"""Saving when the process is killed, the disk is full, or somebody forbids it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from tests.support import save_and_die
from tests.support.save_and_die import Host
from tests.support.service_process import ROOM
from tests.support.workbooks import files_in, write_numbers

from app.errors import ServiceError
from app.journal.history import Edit
from app.package import save
from app.workbook.folder import DataDirectory
from app.workbook.registry import Workbooks
from app.workbook.workbook import Workbook

OLD, NEW = [11, 2], [11, 12]


@pytest.fixture
def workbooks(tmp_path: Path) -> Iterator[Workbooks]:
    opened = Workbooks(DataDirectory(tmp_path / "data"), Host())
    yield opened
    opened.release()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return write_numbers(folder / "a.xlsx")


@pytest.fixture
def edited(workbooks: Workbooks, path: Path) -> Workbook:
    workbook = workbooks.open(path)
    workbook.set_cells("k", (Edit(0, 1, 1, "11"),))
    return workbook


def _read(path: Path) -> list[object]:
    workbook = openpyxl.load_workbook(path)
    cells = [workbook["Numbers"][name].value for name in ("A1", "A2")]
    workbook.close()
    return cells


def test_killed_at_every_step_loses_nothing(tmp_path: Path) -> None:
    outcomes = []
    step = 0
    while not outcomes or outcomes[-1] != "survived":
        step += 1
        folder = tmp_path / str(step)
        folder.mkdir()
        path = write_numbers(folder / "a.xlsx")
        outcomes.append(_save_and_die(path, tmp_path / f"data{step}", step))
    # The kills lay on both sides of the replacement, and the last run outlived all steps.
    assert {"old", "new"} < set(outcomes)
    assert outcomes == sorted(outcomes, key=["old", "new", "survived"].index)


def _save_and_die(path: Path, data: Path, step: int) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{ROOM / 'src'}{os.pathsep}{ROOM}"}
    run = subprocess.run(
        [sys.executable, save_and_die.__file__, str(path), str(data), str(step)],
        env=environment, capture_output=True, check=False, text=True,
    )  # fmt: skip
    if run.returncode == 0:
        return "survived"
    assert run.returncode == -9, run.stderr
    on_disk = _read(path)
    assert on_disk in (OLD, NEW)
    # The next process: all edits, the file recognised as its own, no left-over beside it, and saving works.
    workbooks = Workbooks(DataDirectory(data), Host())
    [workbook] = workbooks.list_loadable()
    assert [workbook.engine.value(0, row, 1) for row in (1, 2)] == [11, 12]
    assert workbook.dirty == (on_disk == OLD)
    assert files_in(path.parent) == [path]
    workbook.step("undo", "undo")
    workbook.step("redo", "redo")
    workbooks.save(workbook, None, overwrite=False)
    assert _read(path) == NEW
    assert not workbook.dirty
    workbooks.release()
    return "old" if on_disk == OLD else "new"


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "DISK_FULL"), (errno.EACCES, "NO_PERMISSION"), (errno.EIO, "SAVE_FAILED")]
)
@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_failure_of_the_disk(
    workbooks: Workbooks,
    edited: Workbook,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    number: int,
    code: str,
) -> None:
    before = path.read_bytes()
    real = getattr(os, call)

    def fail(target: object, *args: object, **kwargs: object) -> object:
        if call == "open" and str(path.parent) not in str(target):
            return real(target, *args, **kwargs)
        raise OSError(number, os.strerror(number), str(path))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        with pytest.raises(ServiceError) as failure:
            workbooks.save(edited, None, overwrite=False)
    assert failure.value.code == code
    assert path.read_bytes() == before
    assert files_in(path.parent) == [path]
    assert edited.dirty
    workbooks.save(edited, None, overwrite=False)
    assert _read(path) == OLD


@pytest.mark.parametrize(("refused", "code"), [("file", "READ_ONLY"), ("folder", "NO_PERMISSION")])
def test_write_protection(
    workbooks: Workbooks, edited: Workbook, path: Path, monkeypatch: pytest.MonkeyPatch, refused: str, code: str
) -> None:
    # Root may write everything, so the system's answer is played.
    closed = path if refused == "file" else path.parent
    monkeypatch.setattr(os, "access", lambda target, _: Path(target) != closed)
    with pytest.raises(ServiceError) as failure:
        workbooks.save(edited, None, overwrite=True)
    assert failure.value.code == code
    assert _read(path) == [1, 2]


def test_error_in_the_package_leaves_the_journal_as_it_was(
    workbooks: Workbooks, edited: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ServiceError("SAVE_FAILED", "no")

    monkeypatch.setattr(save, "save", refuse)
    with pytest.raises(ServiceError):
        workbooks.save(edited, None, overwrite=False)
    assert edited.journal.saving() is None
    assert edited.dirty
