"""What a file is, from its own bytes, before any library reads it."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from app.errors import ServiceError, describe

FileKind = Literal["xlsx", "xlsm", "xlsb", "xls", "ods"]

# The engine takes about 100 bytes of memory a cell; beyond these a laptop would swap.
MAX_FILE_BYTES = 256 << 20
MAX_UNPACKED_BYTES = 2 << 30
# Real sheets of one repeated row reach 100; a zip bomb is made to reach 1,000 and more.
MAX_RATIO = 250
_RATIO_COUNTS_FROM_BYTES = 64 << 20

# RuntimeError: a part that is ciphered by zip's own means.
_UNREADABLE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError,
    RuntimeError,
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FORMATS = {".csv", ".tsv", ".txt", ".numbers", ".gsheet", ".xml", ".html", ".htm", ".et", ".wk1", ".dif", ".slk"}


def inspect_file(path: Path) -> FileKind:
    """Raises FILE_NOT_FOUND, NO_PERMISSION, NOT_A_WORKBOOK, FORMAT_UNSUPPORTED, PASSWORD_PROTECTED, FILE_TOO_LARGE."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ServiceError("NOT_A_WORKBOOK", f"{path} is a folder. Choose a workbook in it.")
        if not stat.S_ISREG(status.st_mode):
            raise ServiceError("NOT_A_WORKBOOK", f"{path} is no regular file. Choose a workbook.")
        if status.st_size > MAX_FILE_BYTES:
            raise _too_large(path, status.st_size, MAX_FILE_BYTES)
        with path.open("rb") as file:
            head = file.read(8)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ServiceError("FILE_NOT_FOUND", f"There is no file at {path}. Check the path.") from error
    except PermissionError as error:
        raise ServiceError("NO_PERMISSION", f"You may not read {path}. Ask its owner for permission.") from error
    except (OSError, ValueError) as error:
        raise ServiceError("FILE_NOT_FOUND", f"{path} can't be read ({describe(error)}). Check the path.") from error
    if not head:
        raise ServiceError("NOT_A_WORKBOOK", f"{path.name} is empty, it has 0 bytes. Look for an older copy of it.")
    if head.startswith(b"PK"):
        return _inspect_package(path, status.st_size)
    if head == _OLE:
        return _inspect_compound_file(path)
    if path.suffix.lower() in _OTHER_FORMATS:
        raise ServiceError(
            "FORMAT_UNSUPPORTED",
            f"{path.name} is not of a format that can be opened here. Save it as .xlsx in the program that made it.",
        )
    raise ServiceError(
        "NOT_A_WORKBOOK", f"{path.name} is no workbook. Choose an .xlsx, .xlsm, .xlsb, .xls or .ods file."
    )


def _inspect_package(path: Path, size: int) -> FileKind:
    # 1. Read the directory only: nothing is unpacked before the sizes are known.
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            kind = _kind_of(path, package)
    except _UNREADABLE as error:
        raise ServiceError(
            "NOT_A_WORKBOOK",
            f"{path.name} is damaged: its zip package can't be read ({describe(error)}). Look for an older copy of it.",
        ) from error
    # 2. Refuse what would fill the memory.
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        raise _too_large(path, unpacked, MAX_UNPACKED_BYTES)
    if unpacked > _RATIO_COUNTS_FROM_BYTES and unpacked > size * MAX_RATIO:
        raise ServiceError(
            "FILE_TOO_LARGE",
            f"{path.name} would grow from {_megabytes(size)} to {_megabytes(unpacked)} when unpacked, as zip bombs do. "
            "If you trust it, open it in Excel and save it again.",
        )
    if kind is None:
        raise ServiceError(
            "NOT_A_WORKBOOK", f"{path.name} is a zip package without a workbook in it. Choose another file."
        )
    return kind


def _kind_of(path: Path, package: zipfile.ZipFile) -> FileKind | None:
    names = {name.lower().lstrip("/") for name in package.namelist()}
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "[content_types].xml" in names:
        types = package.open(_find(package, "[content_types].xml")).read(1 << 20)
        if b"spreadsheetml" not in types and b"ms-excel" not in types:
            return None
        macros = b"macroEnabled" in types
        return "xlsm" if macros else "xlsx"
    if "mimetype" in names and package.open(_find(package, "mimetype")).read(100).startswith(
        b"application/vnd.oasis.opendocument.spreadsheet"
    ):
        return "ods"
    if path.suffix.lower() == ".numbers":
        raise ServiceError("FORMAT_UNSUPPORTED", f"{path.name} is an Apple Numbers document. Export it as Excel there.")
    return None


def _find(package: zipfile.ZipFile, lower: str) -> zipfile.ZipInfo:
    return next(entry for entry in package.infolist() if entry.filename.lower().lstrip("/") == lower)


def _inspect_compound_file(path: Path) -> FileKind:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise ServiceError(
            "PASSWORD_PROTECTED",
            f"{path.name} is protected by a password. Remove the password in Excel, and open it again.",
        )
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    raise ServiceError("NOT_A_WORKBOOK", f"{path.name} is an Office document, but no workbook. Choose another file.")


def _too_large(path: Path, size: int, limit: int) -> ServiceError:
    return ServiceError(
        "FILE_TOO_LARGE",
        f"{path.name} has {_megabytes(size)}, and the limit is {_megabytes(limit)}. Split it into smaller workbooks.",
    )


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):,.0f} MB"
