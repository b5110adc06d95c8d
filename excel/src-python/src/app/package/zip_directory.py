"""A zip file's central directory, raw, so that entries can be copied byte for byte.

``zipfile`` reads and decompresses; this keeps what it throws away. Layout: APPNOTE.TXT 4.3, 4.4 and 4.5.3.
"""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from app.errors import ServiceError, describe

CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")
END64 = struct.Struct("<4sQHHIIQQQQ")
LOCATOR64 = struct.Struct("<4sIQI")
SATURATED_32 = 0xFFFFFFFF
ZIP64_EXTRA = 0x0001


@dataclass(frozen=True)
class RawEntry:
    """One record of the central directory and the bytes of the local entry that it points at."""

    name: str
    record: bytes
    """The central record: 46 bytes, name, extra, comment."""
    start: int
    """Where the local header is in the file."""
    end: int
    """Where the next local header, or the directory, begins: data descriptors and padding included."""


@dataclass(frozen=True)
class RawDirectory:
    """A whole central directory."""

    entries: tuple[RawEntry, ...]
    """In the directory's order."""
    prefix_end: int
    """Bytes before the first local header (a self-extractor's stub)."""
    comment: bytes
    is_zip64: bool


def read_directory(path: Path) -> RawDirectory:
    """The directory of ``path``. Raises ``NOT_A_WORKBOOK`` when it is no readable zip."""
    try:
        with zipfile.ZipFile(path) as package, path.open("rb") as file:
            infos = package.infolist()
            directory_start = package.start_dir
            file.seek(directory_start)
            tail = file.read()
            comment = package.comment
    except (zipfile.BadZipFile, ValueError, EOFError) as error:
        raise damaged(path, describe(error)) from error
    records = _split_records(tail, len(infos), path)
    starts = [info.header_offset for info in infos]
    if len(set(starts)) != len(starts):
        raise damaged(path, "two entries share their bytes")
    if starts and not 0 <= min(starts) <= max(starts) < directory_start:
        raise damaged(path, "an entry lies outside of it")
    bounds = sorted((*starts, directory_start))
    following = dict(pairwise(bounds))
    entries = tuple(
        RawEntry(info.orig_filename, record, info.header_offset, following[info.header_offset])
        for info, record in zip(infos, records, strict=True)
    )
    is_zip64 = b"PK\x06\x06" in tail[sum(map(len, records)) :]
    return RawDirectory(entries, bounds[0], comment, is_zip64)


def _split_records(directory: bytes, count: int, path: Path) -> list[bytes]:
    records = []
    position = 0
    for _ in range(count):
        if directory[position : position + 4] != b"PK\x01\x02":
            raise damaged(path, "its directory is cut short")
        fields = CENTRAL.unpack_from(directory, position)
        length = CENTRAL.size + fields[10] + fields[11] + fields[12]
        records.append(directory[position : position + length])
        position += length
    return records


def damaged(path: Path, reason: str) -> ServiceError:
    return ServiceError(
        "NOT_A_WORKBOOK",
        f"{path.name} is not a whole Excel workbook: {reason}. Open another copy of it.",
    )
