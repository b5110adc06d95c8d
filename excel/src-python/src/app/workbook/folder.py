"""Where recovery data lives: private to the user, one folder a workbook."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from app.errors import ServiceError

DATA_VARIABLE = "LIFEBOUND_EXCEL_DATA"
CHANGE_PREFIX = "change-"
"""Of the temporary folders in which bases are made."""
_MAX_BASES = 30
# No app opens a file for so long.
_UNFINISHED_SECONDS = 86_400.0
# Of a folder that is being deleted.
_GONE = ".gone"
_FORGOTTEN_SECONDS = 30 * _UNFINISHED_SECONDS


def data_directory() -> Path:
    """XDG state, Application Support or LOCALAPPDATA; the environment's ``LIFEBOUND_EXCEL_DATA`` wins."""
    if override := os.environ.get(DATA_VARIABLE):
        return Path(override).absolute()
    from platformdirs import user_state_path  # noqa: PLC0415  (20 ms that a start with the variable set does not need)

    return user_state_path("lifebound-excel", appauthor=False)


class WorkbookFolder:
    """The files of one workbook: journal, the original as it was opened, the engine's snapshots."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def id(self) -> str:
        return self.path.name

    @property
    def journal(self) -> Path:
        return self.path / "journal.sqlite"

    def snapshot(self, base: int = 0) -> Path:
        """Of the original, or of the base that a `change` of the journal made."""
        return self.path / (f"snapshot-{base}" if base else "snapshot")

    def state(self, top: int) -> Path:
        """Snapshot of what the user had done up to an operation."""
        return self.path / f"state-{top}"

    def states(self) -> list[Path]:
        """Those, and what a kill left of one in the making."""
        return list(self.path.glob("state-*"))

    def original(self, kind: str, base: int = 0) -> Path:
        """Calamine goes by the suffix."""
        return self.path / (f"base-{base}.{kind}" if base else f"original.{kind}")

    def drop_bases(self, kind: str, kept: set[int]) -> None:
        """Removes the bases that no undo or redo comes back to, and what a kill left of one in the making.

        The oldest go too when there are many: they can be made again from those before.
        """
        newest = set(sorted(kept)[-_MAX_BASES:])
        for path in self.path.glob(f"base-*.{kind}"):
            number = path.stem.removeprefix("base-")
            if number.isdecimal() and int(number) not in newest:
                path.unlink(missing_ok=True)
                self.snapshot(int(number)).unlink(missing_ok=True)
        for path in self.path.glob(f"{CHANGE_PREFIX}*"):
            shutil.rmtree(path, ignore_errors=True)


class DataDirectory:
    """``workbooks/`` is what is open, ``staged/`` what is being opened, ``closed/`` what was given up unsaved.

    ``attempts/`` has a mark for each file that is being read, ``ends/`` what the running backends say if they end by
    themselves. ``staged/`` has a folder for each app, which has one backend at a time.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._open = root / "workbooks"
        self._staged = root / "staged"
        self._closed = root / "closed"
        self.attempts = root / "attempts"
        self.ends = root / "ends"

    def prepare(self) -> None:
        for folder in (self.root, self._open, self._staged, self._closed, self.attempts, self.ends):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            self.root.chmod(0o700)

    def forget_closed(self, keep_seconds: float) -> None:
        """Removes what was closed longer ago, and marks that no start will ask for any more."""
        for folder in (self._closed, self.attempts, self.ends):
            for path in folder.iterdir() if folder.is_dir() else ():
                with suppress(OSError):
                    if time.time() - path.stat().st_mtime > keep_seconds:
                        shutil.rmtree(path) if path.is_dir() else path.unlink()

    def folders(self) -> Iterator[WorkbookFolder]:
        if self._open.is_dir():
            for path in sorted(self._open.iterdir()):
                yield WorkbookFolder(path)

    def closed_folders(self) -> Iterator[WorkbookFolder]:
        if self._closed.is_dir():
            for path in sorted(self._closed.iterdir()):
                yield WorkbookFolder(path)

    def stage(self, session: str | None) -> WorkbookFolder:
        """A new folder that no restart finds before it is `publish`ed."""
        path = self.staged(session) / f"w{uuid.uuid4().hex[:16]}"
        path.mkdir(mode=0o700)
        return WorkbookFolder(path)

    def staged(self, session: str | None) -> Path:
        """Where this app's backend puts what is not finished."""
        self.prepare()
        path = self._staged / hashlib.sha256((session or "").encode()).hexdigest()[:32]
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def sweep_staged(self, session: str | None) -> None:
        """Removes what an earlier backend of this app left unfinished, and other apps a day ago."""
        own = self.staged(session)
        for app in self._staged.iterdir():
            if app.suffix == _GONE:
                shutil.rmtree(app, ignore_errors=True)
                continue
            for path in app.iterdir() if app.is_dir() else ():
                with suppress(OSError):
                    if app == own or time.time() - path.stat().st_mtime > _UNFINISHED_SECONDS:
                        shutil.rmtree(path) if path.is_dir() else path.unlink()
            # An app may run for weeks, and its backends want to find their folder.
            with suppress(OSError):
                if app != own and time.time() - app.stat().st_mtime > _FORGOTTEN_SECONDS:
                    app.rmdir()

    def publish(self, folder: WorkbookFolder) -> WorkbookFolder:
        sync_folder(folder.path)
        target = self._open / folder.id
        folder.path.rename(target)
        sync_folder(self._open)
        return WorkbookFolder(target)

    def remove(self, folder: WorkbookFolder) -> None:
        """Out of sight in one step, then deleted."""
        gone = self._staged / f"{folder.id}{_GONE}"
        folder.path.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def archive(self, folder: WorkbookFolder) -> None:
        """Closed with edits that were not saved: kept for some days."""
        target = self._closed / folder.id
        folder.path.rename(target)
        os.utime(target)

    def restore(self, folder: WorkbookFolder) -> WorkbookFolder:
        """The reverse of `archive`."""
        target = self._open / folder.id
        folder.path.rename(target)
        return WorkbookFolder(target)


def copy_private(source: Path, target: Path) -> str:
    """Copies a file's bytes to a new file that only the user may read, durably; gives its SHA-256."""
    digest = hashlib.sha256()
    with (
        source.open("rb") as reader,
        os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as writer,
    ):
        while block := reader.read(1 << 20):
            digest.update(block)
            writer.write(block)
        writer.flush()
        os.fsync(writer.fileno())
    return digest.hexdigest()


def sync_folder(path: Path) -> None:
    """Makes renames in it last through a power cut. Windows has no such call, and journals its folders itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def disk_full(error: OSError, what: str) -> ServiceError:
    return ServiceError(
        "DISK_FULL", f"{what} can't be written: the disk is full ({error.strerror}). Free some space, and try again."
    )
