"""The zip of a saved workbook: untouched entries byte for byte, whatever their form."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from tests.package.books import given, make_package, read_part
from tests.package.invariants import assert_untouched_parts_equal, raw_entries

from app.errors import ServiceError
from app.package.save import save
from app.package.zip_directory import read_directory
from app.package.zip_writer import ZipWriter


class _Unseekable(io.RawIOBase):
    """Makes zipfile write data descriptors."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self._file.write(data)

    def flush(self) -> None:
        if not self._file.closed:
            self._file.flush()


def odd_package(path: Path) -> Path:
    """A workbook whose zip has every form of entry: stored, with descriptors, extra fields, zip64, comments."""
    make_package(path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with path.open("wb") as file, zipfile.ZipFile(_Unseekable(file), "w") as archive:
        for index, (name, content) in enumerate(parts.items()):
            info = zipfile.ZipInfo(name, (2001 + index, 2, 3, 4, 5, 6))
            info.compress_type = zipfile.ZIP_DEFLATED if index % 2 else zipfile.ZIP_STORED
            info.comment = f"comment {index}".encode()
            info.external_attr = 0o640 << 16
            info.extra = struct.pack("<HH2s", 0x7777, 2, b"xy")
            archive.writestr(info, content)
        for name in ("xl/média/ü.bin", "docProps/thumbnail.jpeg"):
            with archive.open(zipfile.ZipInfo(name, (1999, 1, 1, 0, 0, 0)), "w", force_zip64=True) as entry:
                entry.write(b"\0\1\2" * 1000)
        archive.comment = b"the archive's own"
    return path


def test_every_form_of_entry_is_carried_over(tmp_path: Path) -> None:
    source = odd_package(tmp_path / "book.xlsx")
    target = tmp_path / "saved.xlsx"
    report = save(source, target, {(0, 1, 1): "5"}, given({}), given({(1, 1): 5.0}))
    assert_untouched_parts_equal(source, target, report)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        assert new.comment == old.comment
        assert new.namelist() == old.namelist()
        for before, after in zip(old.infolist(), new.infolist(), strict=True):
            assert after.date_time == before.date_time
            assert after.comment == before.comment
            assert after.external_attr == before.external_attr
            assert struct.pack("<HH2s", 0x7777, 2, b"xy") in after.extra or b"xy" not in before.extra
    assert report.bytes == target.stat().st_size


def test_bytes_in_front_of_the_zip_stay(tmp_path: Path) -> None:
    source = make_package(tmp_path / "book.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    source.write_bytes(b"#!stub\n" * 100 + source.read_bytes())
    target = tmp_path / "saved.xlsx"
    report = save(source, target, {(0, 1, 1): "5"}, given({}), given({(1, 1): 5.0}))
    assert target.read_bytes().startswith(b"#!stub\n" * 100 + b"PK\x03\x04")
    assert_untouched_parts_equal(source, target, report)


def test_a_zip64_directory_stays_one(tmp_path: Path) -> None:
    """Offsets in extra fields and a zip64 end record, as some writers make them for small files too."""
    source = make_package(tmp_path / "book.xlsx", "")
    data = source.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    count, _, size, start = struct.unpack_from("<HHII", data, end + 8)
    directory = b""
    position = start
    for _ in range(count):
        record = bytearray(data[position : position + 46])
        name, extra, comment = struct.unpack_from("<HHH", record, 28)
        (offset,) = struct.unpack_from("<I", record, 42)
        struct.pack_into("<I", record, 42, 0xFFFFFFFF)
        field = struct.pack("<HHQ", 1, 8, offset)
        struct.pack_into("<H", record, 30, extra + len(field))
        rest = data[position + 46 : position + 46 + name + extra + comment]
        directory += bytes(record) + rest[: name + extra] + field + rest[name + extra :]
        position += 46 + name + extra + comment
    assert position == start + size
    end64 = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), start)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, start + len(directory), 1)
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    source.write_bytes(data[:start] + directory + end64 + locator + tail)
    target = tmp_path / "saved.xlsx"
    report = save(source, target, {(0, 1, 1): "5"}, given({}), given({(1, 1): 5.0}))
    before, after = raw_entries(source), raw_entries(target)
    assert list(before) == list(after)
    assert all(after[name][0] == before[name][0] for name in before if name not in report.parts_changed)
    assert b"PK\x06\x06" in target.read_bytes()


def test_content_comes_in_blocks(tmp_path: Path) -> None:
    source = make_package(tmp_path / "book.xlsx", "")
    directory = read_directory(source)
    with (tmp_path / "out.zip").open("w+b") as file, ZipWriter(source, directory, file) as writer:
        for entry in directory.entries:
            writer.replace(entry, [b"one ", memoryview(b"two"), b""])
        writer.add("new.txt", [b"three"])
        writer.finish()
    assert read_part(tmp_path / "out.zip", "xl/workbook.xml") == "one two"
    assert read_part(tmp_path / "out.zip", "new.txt") == "three"


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + bytes(100)])
def test_no_zip_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "book.xlsx"
    source.write_bytes(content)
    with pytest.raises(ServiceError) as caught:
        save(source, tmp_path / "saved.xlsx", {}, given({}), given({}))
    assert caught.value.code == "NOT_A_WORKBOOK"
    assert not (tmp_path / "saved.xlsx").exists()


def test_a_zip_whose_entries_overlap_is_refused(tmp_path: Path) -> None:
    """Overlapping entries are how zip bombs are made."""
    source = make_package(tmp_path / "book.xlsx", "")
    data = bytearray(source.read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    source.write_bytes(data)
    with pytest.raises(ServiceError) as caught:
        read_directory(source)
    assert caught.value.code == "NOT_A_WORKBOOK"


def test_what_was_written_in_haste_is_deflated_anew_for_users(tmp_path: Path) -> None:
    source = odd_package(tmp_path / "book.xlsx")
    sheet = "xl/worksheets/sheet1.xml"
    text = b"".join(b'<c r="A%d"><v>%d</v></c>' % (number, number * number) for number in range(50_000))

    def write(old: Path, new: Path, *, quick: bool, content: bytes | None = None) -> dict[str, tuple[bytes, bytes]]:
        directory = read_directory(old)
        with new.open("wb") as file, ZipWriter(old, directory, file, quick=quick) as writer:
            for entry in directory.entries:
                if content is not None and entry.name == sheet:
                    writer.replace(entry, [content])
                else:
                    writer.copy(entry)
            if content is not None:
                writer.add("added.xml", [content])
            writer.finish()
        return raw_entries(new)

    original = raw_entries(source)
    hasty = write(source, tmp_path / "hasty.xlsx", quick=True, content=text)
    # A second hasty one carries it over; one for users does not.
    assert write(tmp_path / "hasty.xlsx", tmp_path / "again.xlsx", quick=True) == hasty
    final = write(tmp_path / "again.xlsx", tmp_path / "final.xlsx", quick=False)
    assert final == write(source, tmp_path / "direct.xlsx", quick=False, content=text)
    assert len(final[sheet][0]) < len(hasty[sheet][0]) * 0.95
    assert {name: raw for name, raw in final.items() if name not in (sheet, "added.xml")} == {
        name: raw for name, raw in original.items() if name != sheet
    }
    with zipfile.ZipFile(tmp_path / "final.xlsx") as archive:
        assert archive.testzip() is None
        assert archive.read(sheet) == archive.read("added.xml") == text
