"""Pictures: found in place, given as they are, and nothing fetched from outside."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import rewrite


def _png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + b"\xc0\x20\x20" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PNG = _png(96, 40)


def _write(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("First").write("A1", 1)
        sheet = book.add_worksheet("Second")
        options: dict[str, Any] = {"image_data": io.BytesIO(PNG), "description": "A red <box>", "x_offset": 5}
        sheet.insert_image("C4", "box.png", options)
    return path


def _open(service: ServiceProcess, path: Path) -> str:
    opened: str = service.call("workbook/open", path=str(path))["id"]
    return opened


def _pictures(service: ServiceProcess, book: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = service.call("workbook/pictures", workbook=book)["pictures"]
    return found


def test_stand_where_the_file_says(service: ServiceProcess, tmp_path: Path) -> None:
    book = _open(service, _write(tmp_path / "a.xlsx"))
    [picture] = _pictures(service, book)
    assert (picture["sheet"], picture["name"]) == (1, "A red <box>")
    assert picture["anchor"]["from"] == {"row": 4, "column": 3, "dx": 5, "dy": 0}
    shown = service.call("workbook/picture", workbook=book, part=picture["part"])
    assert (shown["type"], base64.b64decode(shown["data"])) == ("image/png", PNG)


def test_move_along_with_rows(service: ServiceProcess, tmp_path: Path) -> None:
    book = _open(service, _write(tmp_path / "a.xlsx"))
    service.apply(book, {"kind": "insertRows", "sheet": 1, "row": 2, "count": 3})
    [picture] = _pictures(service, book)
    assert picture["anchor"]["from"]["row"] == 7
    service.undo(book)
    assert _pictures(service, book)[0]["anchor"]["from"]["row"] == 4


def test_are_cut_turned_and_hidden_as_the_file_says(service: ServiceProcess, tmp_path: Path) -> None:
    source = _write(tmp_path / "source.xlsx")

    def change(old: bytes, new: bytes, path: Path) -> str:
        def edit(name: str, body: bytes) -> bytes:
            return body.replace(old, new) if "drawings/drawing1.xml" in name and "_rels" not in name else body

        return _open(service, rewrite(source, path, edit))

    stretch = b"<a:stretch>"
    cut = change(stretch, b'<a:srcRect l="25000" b="50000"/>' + stretch, tmp_path / "cut.xlsx")
    assert _pictures(service, cut)[0]["crop"] == {"left": 0.25, "top": 0, "right": 0, "bottom": 0.5}
    turned = change(b"<a:xfrm>", b'<a:xfrm rot="5400000" flipH="1">', tmp_path / "turned.xlsx")
    assert (_pictures(service, turned)[0]["turn"], _pictures(service, turned)[0]["flipped"]) == (90, True)
    hidden = change(b"<xdr:cNvPr ", b'<xdr:cNvPr hidden="1" ', tmp_path / "hidden.xlsx")
    assert _pictures(service, hidden) == []


def test_nothing_from_outside(service: ServiceProcess, tmp_path: Path) -> None:
    source = _write(tmp_path / "source.xlsx")

    def link(name: str, body: bytes) -> bytes:
        if "drawings/_rels" not in name:
            return body
        outside = b'Target="https://example.org/x.png" TargetMode="External"'
        return body.replace(b'Target="../media/image1.png"', outside)

    book = _open(service, rewrite(source, tmp_path / "outside.xlsx", link))
    assert _pictures(service, book) == []
    with pytest.raises(CallFailed, match="No sheet shows a picture"):
        service.call("workbook/picture", workbook=book, part="xl/media/image1.png")


def test_vectors_are_not_shown(service: ServiceProcess, tmp_path: Path) -> None:
    source = _write(tmp_path / "source.xlsx")
    vector = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    path = rewrite(source, tmp_path / "svg.xlsx", lambda name, body: vector if "media/" in name else body)
    book = _open(service, path)
    with pytest.raises(CallFailed, match="is not shown"):
        service.call("workbook/picture", workbook=book, part=_pictures(service, book)[0]["part"])


def test_only_pictures_can_be_read(service: ServiceProcess, tmp_path: Path) -> None:
    book = _open(service, _write(tmp_path / "a.xlsx"))
    with pytest.raises(CallFailed):
        service.call("workbook/picture", workbook=book, part="xl/workbook.xml")
