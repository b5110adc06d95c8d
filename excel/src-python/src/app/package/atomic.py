"""Replaces a file in one step: its folder never shows a half-written one. Every file of a user is written by this."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from app.errors import ServiceError

if os.name == "posix":
    import fcntl

_DISK_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_NO_PERMISSION = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))


@contextlib.contextmanager
def replace_file(target: Path, synced: Callable[[Path], None] | None = None) -> Iterator[tuple[Path, BinaryIO]]:
    """Gives a private temporary file beside ``target``; replaces ``target`` with it when the block ends well.

    The temporary file is ``.<name>.lifebound-<hex>.tmp``, mode 0600. It is removed when the block raises; one that a
    killed save left behind is removed by the next save of the same file, or by `remove_left_overs`. ``synced`` is
    called with the temporary file when it is whole and on the disk, just before it takes the target's place. Mode bits
    of the target are kept, its owner when that is allowed. Raises ``DISK_FULL``, ``NO_PERMISSION``, ``SAVE_FAILED``.
    """
    try:
        target = Path(os.path.realpath(target))
        remove_left_overs(target)
        temporary = target.with_name(f"{_prefix(target)}{secrets.token_hex(6)}.tmp")
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(temporary, flags, 0o600)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                _lock(file)
                yield temporary, file
                file.flush()
                _take_over_attributes(target, temporary)
                # An error here is not tried again: the system may have dropped what it could not write.
                os.fsync(file.fileno())
                if synced is not None:
                    synced(temporary)
                if os.name == "posix":
                    temporary.replace(target)
            if os.name != "posix":
                # Windows can't rename a file that is open.
                temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)
    except OSError as error:
        raise save_error(target, error) from error


def save_error(target: Path, error: OSError) -> ServiceError:
    reason = error.strerror or str(error)
    folder = target.parent
    if error.errno in _DISK_FULL:
        return ServiceError(
            "DISK_FULL", f"There is no room in {folder} for the workbook ({reason}). Free some, or save elsewhere."
        )
    if error.errno in _NO_PERMISSION:
        return ServiceError("NO_PERMISSION", f"You may not write in {folder} ({reason}). Save in another folder.")
    return ServiceError("SAVE_FAILED", f"The workbook can't be saved in {folder} ({reason}). Save in another folder.")


def _prefix(target: Path) -> str:
    # Names end at 255 bytes on most file systems: a long one is cut.
    stem = target.name.encode("utf-8")[:180].decode("utf-8", "ignore")
    return f".{stem}.lifebound-"


def _lock(file: BinaryIO) -> None:
    """Tells other saves that this temporary file is in use; a killed process loses the lock."""
    if os.name == "posix":
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def remove_left_overs(target: Path) -> None:
    """Temporary files of killed saves of ``target``; those of living ones stay."""
    prefix = _prefix(target)
    with contextlib.suppress(OSError):
        for path in target.parent.iterdir():
            if path.name.startswith(prefix) and path.name.endswith(".tmp"):
                _remove_unused(path)


def _remove_unused(path: Path) -> None:
    if os.name != "posix":
        # Windows removes no file that somebody has open.
        path.unlink()
        return
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()


def _take_over_attributes(target: Path, temporary: Path) -> None:
    try:
        status = target.stat()
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        return
    if os.name == "posix":
        # Only root may give a file away; a group of the user's own is fine.
        with contextlib.suppress(OSError):
            os.chown(temporary, status.st_uid, status.st_gid)
    temporary.chmod(status.st_mode & 0o7777)


def _sync_folder(folder: Path) -> None:
    """Makes the new name itself durable. Windows has no such call."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
