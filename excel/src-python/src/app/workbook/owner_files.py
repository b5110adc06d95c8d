"""Owner files beside a workbook: ``~$name`` as Excel writes it, ``.~lock.name#`` as LibreOffice does.

They tell other programs, and other people on a shared folder, who has the file open. Ours hold an advisory lock of the
system (POSIX) as long as this process lives, so that one that a killed process left is known and taken over.
"""

from __future__ import annotations

import datetime
import getpass
import os
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

if sys.platform != "win32":
    import fcntl

_MARK = "Lifebound Excel"
_FIELDS = 5
# Excel's: a length and the name in one byte a letter, then the same in UTF-16.
_NARROW, _WIDE = 54, 108
_MAX_BYTES = 4096
# Linux gives the first one this name.
_FIRST_PID_NAMESPACE = "pid:[4026531836]"


@dataclass(frozen=True)
class FileOwner:
    """As in the contract; ``since`` in local time, as the file tells it."""

    user: str
    host: str
    since: datetime.datetime | None
    stale: bool


class OwnerFiles:
    """What this process has written for one workbook. Failing to write them is no failure: the folder may be closed."""

    _held: ClassVar[set[Path]] = set()
    """By this process, whichever of its workbooks: recovered edits stand beside their own file."""

    def __init__(self, workbook: Path) -> None:
        self._workbook = workbook
        self._descriptors: dict[Path, int] = {}

    def find_other(self) -> FileOwner | None:
        """Who else has it open. What a dead process of ours left is nobody's."""
        for path, read in ((lock_path(self._workbook), _read_lock), (excel_path(self._workbook), _read_excel)):
            if path not in self._held and (owner := read(path)) is not None:
                return owner
        return None

    def claim(self) -> None:
        """Writes both; replaces what is there."""
        user, host, now = _user(), socket.gethostname(), datetime.datetime.now()
        line = f"{_MARK},{user},{host},{now:%d.%m.%Y %H:%M},{_MARK};"
        self._write(lock_path(self._workbook), line.replace("\n", " ").encode())
        # Excel shows the name only.
        name = user[: _NARROW - 2]
        wide = name.encode("utf-16-le")
        content = (
            bytes([len(name)]) + name.encode("latin-1", "replace").ljust(_NARROW) + len(name).to_bytes(2, "little")
        )
        padded = content + wide + b" \0" * ((_WIDE - len(wide)) // 2)
        self._write(excel_path(self._workbook), padded + _MARK.encode())

    def release(self) -> None:
        for path, descriptor in self._descriptors.items():
            with suppress(OSError):
                path.unlink()
            with suppress(OSError):
                os.close(descriptor)
            self._held.discard(path)
        self._descriptors = {}

    def _write(self, path: Path, content: bytes) -> None:
        if path in self._held:
            return
        with suppress(OSError):
            path.unlink(missing_ok=True)
            # Others are to read it.
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o644)
            self._descriptors[path] = descriptor
            self._held.add(path)
            os.write(descriptor, content)
            if sys.platform != "win32":
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def lock_path(workbook: Path) -> Path:
    return workbook.with_name(f".~lock.{workbook.name}#")


def excel_path(workbook: Path) -> Path:
    """The whole name; it is Word that leaves out two letters."""
    return workbook.with_name(f"~${workbook.name}")


def _read_lock(path: Path) -> FileOwner | None:
    content = _read(path)
    fields = content.decode("utf-8", "replace").rstrip(";\n").split(",") if content else []
    if len(fields) < _FIELDS:
        return None
    here = fields[2] == socket.gethostname()
    is_ours = fields[0] == _MARK
    if is_ours and here and not _is_held(path):
        return None
    since = None
    with suppress(ValueError):
        since = datetime.datetime.strptime(fields[3], "%d.%m.%Y %H:%M")
    stale = here and not is_ours and not _libreoffice_runs()
    return FileOwner(fields[1] or fields[0], fields[2], since, stale)


def _read_excel(path: Path) -> FileOwner | None:
    content = _read(path)
    if not content or len(content) < _NARROW + 3:
        return None
    length = int.from_bytes(content[_NARROW + 1 : _NARROW + 3], "little")
    user = content[_NARROW + 3 : _NARROW + 3 + 2 * length].decode("utf-16-le", "replace").strip()
    if content.endswith(_MARK.encode()) and not _is_held(path):
        return None
    since = None
    with suppress(OSError):
        since = datetime.datetime.fromtimestamp(path.stat().st_mtime)
    return FileOwner(user, "", since, stale=False)


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_BYTES)
    except OSError:
        return None


def _is_held(path: Path) -> bool:
    """By a living process of ours. Windows has no such lock: there a left-over counts as nobody's."""
    if sys.platform == "win32":
        return False
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return False
    except BlockingIOError:
        return True
    except OSError:
        return False


def _libreoffice_runs() -> bool:
    """As far as can be seen: bound into a PID namespace, this process sees its own tree only, and says yes."""
    try:
        if str(Path("/proc/self/ns/pid").readlink()) != _FIRST_PID_NAMESPACE:
            return True
        commands = [(entry / "comm").read_text() for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
    except OSError:
        return True
    return any(command.startswith("soffice") for command in commands)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
