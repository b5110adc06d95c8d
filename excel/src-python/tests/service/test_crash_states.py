"""Every state of the disk that a power cut can leave: the calls of a real run, replayed up to each one.

Two disks: one that kept every write in order, and one that kept only what had been synced.
"""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import StartService
from tests.support.save_and_die import Host
from tests.support.service_process import MAIN
from tests.support.strace import Call, read_calls, traced, why_no_strace
from tests.support.workbooks import write_numbers

from app.workbook.folder import DataDirectory
from app.workbook.registry import Workbooks
from app.workbook.replay_effort import EVERY_VARIABLE

pytestmark = pytest.mark.skipif(why_no_strace() is not None, reason=str(why_no_strace()))

CALLS = "openat,mkdir,write,pwrite64,lseek,ftruncate,fsync,fdatasync,rename,unlink,unlinkat,rmdir"
_ANSWER = re.compile(rb'^\{"jsonrpc":"2\.0","id":(\d+),"result')


@dataclass
class Disk:
    """Files below a folder. ``keeps_all``: else a file has what its last sync left, a name what its folder's left."""

    keeps_all: bool
    files: dict[str, bytearray] = field(default_factory=dict)
    synced: dict[str, bytes] = field(default_factory=dict)
    waiting: list[tuple[str, str]] = field(default_factory=list)
    """Renames that no sync of the folder has made last."""

    def sync(self, path: str) -> None:
        if path in self.files:
            self.synced[path] = bytes(self.files[path])
        for old, new in [pair for pair in self.waiting if str(Path(pair[1]).parent) == path]:
            self.waiting.remove((old, new))
            self._move(self.synced, old, new)

    def rename(self, old: str, new: str) -> None:
        self._move(self.files, old, new)
        self.waiting.append((old, new))

    def _move(self, files: dict[str, bytearray] | dict[str, bytes], old: str, new: str) -> None:
        for path in [path for path in files if path == old or path.startswith(f"{old}/")]:
            files[new + path.removeprefix(old)] = files.pop(path)  # type: ignore[assignment,arg-type]

    def remove(self, path: str) -> None:
        for files in (self.files, self.synced):
            for name in [name for name in files if name == path or name.startswith(f"{path}/")]:
                del files[name]

    def write_out(self, folder: Path, root: str) -> None:
        kept = self.files if self.keeps_all else self.synced
        for path, content in kept.items():
            target = folder / Path(path).relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _replay(calls: list[Call], root: str, disk: Disk) -> Iterator[int | None]:  # noqa: PLR0912  (one a call)
    """Does call after call on the disk; gives None after each that changes it, and the id of each answer."""
    offsets: dict[str, int] = {}
    for call in calls:
        descriptor = call.arguments.partition("<")[0]
        if call.name == "write" and call.texts and (match := _ANSWER.match(call.texts[0])):
            yield int(match[1])
            continue
        if call.name == "openat":
            path = call.texts[0].decode()
            offsets[str(call.result)] = 0
            if not path.startswith(root) or "O_CREAT" not in call.arguments:
                continue
            if path not in disk.files or "O_TRUNC" in call.arguments:
                disk.files[path] = bytearray()
        elif call.name == "lseek":
            offsets[descriptor] = call.result
            continue
        elif call.name in ("rename", "unlink", "rmdir", "mkdir", "unlinkat"):
            paths = [text.decode() for text in call.texts]
            if not paths[0].startswith(root):
                continue
            if call.name == "rename":
                disk.rename(*paths)
            elif call.name != "mkdir":
                disk.remove(paths[0])
        elif not call.path.startswith(root):
            continue
        elif call.name in ("fsync", "fdatasync"):
            disk.sync(call.path)
        elif call.name == "ftruncate":
            size = int(call.arguments.rpartition(",")[2])
            content = disk.files[call.path]
            del content[size:]
            content.extend(bytes(size - len(content)))
        else:
            data = call.texts[0]
            at = int(call.arguments.rpartition(",")[2]) if call.name == "pwrite64" else offsets.get(descriptor, 0)
            content = disk.files.setdefault(call.path, bytearray())
            content.extend(bytes(max(0, at - len(content))))
            content[at : at + len(data)] = data
            if call.name == "write":
                offsets[descriptor] = at + len(data)
        yield None


@pytest.mark.parametrize("keeps_all", [True, False])
def test_every_prefix_of_the_writes_is_recovered_from(start: StartService, tmp_path: Path, keeps_all: bool) -> None:
    # 1. A real run: edits, undo, a save, an edit.
    root = tmp_path / "disk"
    root.mkdir()
    path = write_numbers(tmp_path / "a.xlsx")
    log = tmp_path / "calls"
    forced = {EVERY_VARIABLE: "1", "LIFEBOUND_EXCEL_DATA": str(root / "data")}
    service = start(traced([sys.executable, str(MAIN)], log, CALLS), **forced)
    file = root / "a.xlsx"
    shutil.copy(path, file)
    original = file.read_bytes()
    book = service.call("workbook/open", path=str(file))["id"]
    opened = service._next_id
    steps = {opened: ("1", "2"), opened + 1: ("11", "2"), opened + 2: ("11", "12"), opened + 3: ("11", "2")}
    service.set_cell(book, 1, 1, "11")
    service.set_cell(book, 2, 1, "12")
    _wait_for(root / "data" / "workbooks" / book / "state-2")
    service.undo(book)
    saved = opened + 4
    service.call("workbook/save", workbook=book)
    service.set_cell(book, 2, 1, "22")
    _wait_for(root / "data" / "workbooks" / book / "state-4")
    steps |= {saved: ("11", "2"), saved + 1: ("11", "22")}
    service.kill()
    # 2. The disk after each call.
    disk = Disk(keeps_all, {str(file): bytearray(original)}, {str(file): original})
    acknowledged, states = 0, 0
    values = list(steps.values())
    for answer in _replay(read_calls(log), str(root), disk):
        if answer is not None:
            acknowledged = max(acknowledged, answer if answer in steps else 0)
        # Those that differ: after a sync or a rename on the strict disk, after every fourth call on the other.
        states += 1
        if answer is None and (states % (4 if keeps_all else 2)):
            continue
        at = tmp_path / "state"
        disk.write_out(at, str(root))
        try:
            _check(at, values[list(steps).index(acknowledged) :] if acknowledged else None, acknowledged >= saved)
        finally:
            shutil.rmtree(at, ignore_errors=True)
    assert acknowledged == saved + 1
    print(f"{states} states of the disk, {'in order' if keeps_all else 'only what was synced'}")


def _wait_for(path: Path) -> None:
    end = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < end, f"{path.name} was not written"
        time.sleep(0.01)


def _check(folder: Path, possible: list[tuple[str, str]] | None, is_saved: bool) -> None:
    # 1. The file is a whole workbook, the old one or the new one.
    book = openpyxl.load_workbook(folder / "a.xlsx")
    on_disk = book["Numbers"]["A1"].value
    book.close()
    assert on_disk in ((11,) if is_saved else (1, 11))
    # 2. What was acknowledged is there, and at most the next step beyond it.
    workbooks = Workbooks(DataDirectory(folder / "data"), Host())
    try:
        loadable = workbooks.list_loadable()
        if possible is None:
            return
        [workbook] = loadable
        assert workbook.read_only is None
        shown = tuple(workbook.cells.look(0, row, 1).text for row in (1, 2))
        assert shown in possible[:2]
    finally:
        workbooks.release()
