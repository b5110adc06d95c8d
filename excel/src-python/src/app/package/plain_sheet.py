"""A worksheet part as nearly every program writes it: its rows are found without a parser.

Rows and cells say their address first, and nothing but elements of the main namespace, without a prefix, stands
between them. A part of another kind is read by `app.package.sheet_scan`, ten times as slowly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from app.package.addresses import parse_address
from app.package.parts import MAIN, Package
from app.package.sheet_scan import ScannedCell, SheetScan, scan_blocks, scan_sheet
from app.package.xml_bytes import XmlDocument, check_xml

_ROOT = re.compile(rb'<worksheet\s[^>]*?\bxmlns="%s"[^>]*>' % MAIN.encode("ascii"))
_START = re.compile(rb"<sheetData(?:\s[^>]*)?>")
_END = b"</sheetData>"
_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
# Large enough that the calls do not count, small enough for the lists that a block is split into.
_BLOCK_BYTES = 1 << 18


@dataclass(frozen=True)
class PlainSheet:
    """A part's UTF-8 bytes and where its rows are."""

    data: bytes
    scan: SheetScan
    start: int
    """Where the first row begins."""
    end: int
    """Where the last row ends."""

    def rows(self, wanted: set[int]) -> bytes:
        """The bytes of the rows with these numbers."""
        offsets = self.scan.row_offsets
        pieces = []
        for index, number in enumerate(self.scan.row_numbers):
            if number in wanted:
                end = offsets[index + 1] if index + 1 < len(offsets) else self.end
                pieces.append(self.data[offsets[index] : end])
        return b"".join(pieces)

    def blocks(self) -> Iterator[bytes]:
        """All rows, a quarter of a megabyte at a time."""
        start = self.start
        for offset in self.scan.row_offsets:
            if offset >= start + _BLOCK_BYTES:
                yield self.data[start:offset]
                start = offset
        if start < self.end:
            yield self.data[start : self.end]

    def scan_rows(self, rows: bytes, on_cell: Callable[[ScannedCell], None], **wanted: object) -> None:
        """Reads some of its rows with the parser; ``wanted`` as for `scan_blocks`."""
        for _ in scan_blocks([self.data[: self.start], rows, _END, b"</worksheet>"], on_cell, **wanted):  # type: ignore[arg-type]
            pass


def find_rows(data: bytes) -> PlainSheet | None:
    """None: it is of another kind."""
    root = _ROOT.search(data)
    start = None if root is None else _START.search(data, root.end())
    end = data.rfind(_END)
    if start is None or start[0].endswith(b"/>") or end < start.end():
        return None
    if b"<!" in data or data.find(b"<?", start.end(), end) >= 0:
        return None
    scan = SheetScan()
    for row in _ROW.finditer(data, start.end(), end):
        scan.row_numbers.append(int(row[1]))
        scan.row_offsets.append(row.start())
    if len(scan.row_numbers) != data.count(b"<row", start.end(), end):
        return None
    first = scan.row_offsets[0] if scan.row_offsets else end
    return PlainSheet(data, scan, first, end)


def scan_cells(
    package: Package,
    part: str,
    on_cell: Callable[[ScannedCell], None],
    addresses: Collection[str],
    *,
    whole: bool = True,
) -> None:
    """The cells at ``addresses``; ``whole``: and the part is checked as a whole. Raises ``NOT_A_WORKBOOK``."""
    raw = package.read(part)
    sheet = find_rows(XmlDocument.decode(raw).data)
    if sheet is None:
        for _ in scan_sheet(package, part, on_cell, addresses=addresses):
            pass
        return
    if whole:
        check_xml(raw)
    rows = sheet.rows({parse_address(address)[0] for address in addresses})
    sheet.scan_rows(rows, on_cell, addresses=addresses)
