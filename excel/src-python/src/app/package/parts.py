"""A workbook package: its parts, relationships and sheets, read from the original file."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import final
from urllib.parse import unquote

from app.errors import ServiceError, describe
from app.package.xml_bytes import codec_of, read_elements, unreadable
from app.package.zip_directory import RawDirectory, RawEntry, damaged, read_directory

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/"
_PACKAGE_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BLOCK_BYTES = 1 << 18
# A sheet of a million rows and fifty columns is under it; above it a part is a zip bomb.
_MAX_PART_BYTES = 2 << 30


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: its index is that of the engine (chart sheets are not counted)."""

    index: int
    name: str
    part: str


@dataclass(frozen=True)
class Relationship:
    """A link from one part to another."""

    id: str
    kind: str
    """The last step of the relationship's type: ``worksheet``, ``calcChain``…"""
    target: str
    """Name of the part; the raw target when it is external."""


@final
class Package:
    """An original workbook file, opened for reading.

    Raises ``NOT_A_WORKBOOK``, ``PASSWORD_PROTECTED``, ``FORMAT_UNSUPPORTED``, ``FILE_TOO_LARGE``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.directory: RawDirectory = read_directory(path)
        self._zip = zipfile.ZipFile(path)
        self._entries = {_key(entry.name): entry for entry in self.directory.entries}
        self._infos = {_key(info.orig_filename): info for info in self._zip.infolist()}

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def entry(self, part: str) -> RawEntry | None:
        return self._entries.get(_key(part))

    def read(self, part: str) -> bytes:
        return b"".join(self._blocks(part))

    def blocks(self, part: str) -> Generator[bytes]:
        """A part's XML as UTF-8, in blocks. To be closed, since the file stays open until then."""
        head = next(self._blocks(part), b"")
        codec = codec_of(head[:200])
        if codec is None:
            yield from self._blocks(part)
            return
        try:
            yield self.read(part).decode(codec).encode("utf-8")
        except UnicodeError as error:
            raise unreadable(f"{part} is not {codec}") from error

    def _blocks(self, part: str) -> Generator[bytes]:
        info = self._infos.get(_key(part))
        if info is None:
            raise damaged(self.path, f"its part {part} is missing")
        if info.file_size > _MAX_PART_BYTES:
            raise ServiceError(
                "FILE_TOO_LARGE", f"{self.path.name} unpacks to over 2 GiB in {part}. Split the workbook."
            )
        if info.flag_bits & 1:
            raise ServiceError(
                "PASSWORD_PROTECTED",
                f"{self.path.name} is protected by a password. Remove it in Excel, then open the file again.",
            )
        try:
            with self._zip.open(info) as stream:
                while block := stream.read(_BLOCK_BYTES):
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
            raise damaged(self.path, f"{part} can't be unpacked ({describe(error)})") from error

    @cached_property
    def workbook_part(self) -> str:
        for relationship in self.relationships(""):
            if relationship.kind == "officeDocument":
                return relationship.target
        raise damaged(self.path, "it names no workbook part")

    def relationships(self, part: str) -> list[Relationship]:
        """Relationships of a part, targets made whole; of the package for ``""``."""
        folder, name = posixpath.split(part)
        relationships_part = posixpath.join(folder, "_rels", f"{name}.rels")
        if self.entry(relationships_part) is None:
            return []
        found: list[Relationship] = []

        def start(element: str, attributes: dict[str, str]) -> None:
            if element != _PACKAGE_RELATIONSHIP:
                return
            target = attributes.get("Target", "")
            if attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            found.append(Relationship(attributes.get("Id", ""), kind, target))

        read_elements(self.read(relationships_part), start)
        return found

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """Worksheets in the workbook's order."""
        by_id = {item.id: item for item in self.relationships(self.workbook_part)}
        found: list[SheetPart] = []

        def start(element: str, attributes: dict[str, str]) -> None:
            if element.startswith(_STRICT):
                raise strict_workbook(self.path)
            if element != f"{MAIN}}}sheet":
                return
            relationship = by_id.get(attributes.get(f"{OFFICE_RELATIONSHIPS}}}id", ""))
            if relationship is not None and relationship.kind == "worksheet":
                found.append(SheetPart(len(found), attributes.get("name", ""), relationship.target))

        read_elements(self.read(self.workbook_part), start)
        return tuple(found)

    def workbook_target(self, kind: str) -> str | None:
        """The part that the workbook relates to by ``kind``, such as ``styles``, when it is there."""
        for item in self.relationships(self.workbook_part):
            if item.kind == kind and self.entry(item.target) is not None:
                return item.target
        return None


def strict_workbook(path: Path) -> ServiceError:
    return ServiceError(
        "FORMAT_UNSUPPORTED",
        f"{path.name} is a Strict Open XML workbook, which can't be saved here. "
        "Save it as “Excel Workbook (.xlsx)” in Excel first.",
    )


def _key(part: str) -> str:
    """Part names are compared without case, and some writers use backslashes or a leading slash."""
    return part.replace("\\", "/").lstrip("/").lower()
