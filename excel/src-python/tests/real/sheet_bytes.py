"""A worksheet's bytes, taken apart by regular expressions: nothing of the service's own reader judges its writer."""

from __future__ import annotations

import re
from dataclasses import dataclass

Position = tuple[int, int]
_TAG = re.compile(
    rb"""<(?P<close>/?)(?:[\w.-]+:)?(?P<name>row|c)\b(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*?)(?P<empty>/?)>"""
)
_SHEET_DATA = re.compile(rb"<(?:[\w.-]+:)?sheetData\b[^>]*?(/?)>")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]*)([0-9]+)["']""")
_SPANS = re.compile(rb"""\s+spans=["'][^"']*["']""")
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\b[^>]*?/>")
_VALUE = re.compile(
    rb"<(?:[\w.-]+:)?v\b[^>]*>.*?</(?:[\w.-]+:)?v>|<(?:[\w.-]+:)?v\b[^>]*/>|"
    rb"<(?:[\w.-]+:)?is\b[^>]*>.*?</(?:[\w.-]+:)?is>",
    re.DOTALL,
)
# vm: a picture or a rich error, which belonged to the old value.
_TYPE = re.compile(rb"""\s+(?:t|vm)=["'][^"']*["']""")


@dataclass
class SheetBytes:
    """``cells``: the bytes of each; ``rows``: their start tags; ``frame``: what is before and behind the rows."""

    cells: dict[Position, bytes]
    rows: dict[int, bytes]
    frame: bytes


def take_apart(data: bytes) -> SheetBytes:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16").encode("utf-8")
    begin = _SHEET_DATA.search(data)
    if begin is None:
        return SheetBytes({}, {}, data)
    ends = [data.rfind(b"</sheetData"), data.rfind(b":sheetData")]
    end = begin.end() if begin[1] else max(ends)
    frame = _DIMENSION.sub(b"", data[: begin.start()], count=1) + data[end:].partition(b">")[2]
    if begin[1]:
        frame = _DIMENSION.sub(b"", data[: begin.start()], count=1) + data[begin.end() :]
    cells: dict[Position, bytes] = {}
    rows: dict[int, bytes] = {}
    row = column = start = 0
    for tag in _TAG.finditer(data, begin.end(), end):
        if tag["name"] == b"row":
            if not tag["close"]:
                found = _REFERENCE.search(tag["attributes"])
                row, column = int(found[2]) if found else row + 1, 0
                rows[row] = _SPANS.sub(b"", tag["attributes"]).strip()
        elif tag["close"]:
            cells[row, column] = data[start : tag.end()]
        else:
            found = _REFERENCE.search(tag["attributes"])
            column = _number(found[1]) if found else column + 1
            start = tag.start()
            if tag["empty"]:
                cells[row, column] = data[start : tag.end()]
    return SheetBytes(cells, rows, frame)


def without_value(cell: bytes) -> bytes:
    """A formula's cell without what a new result may change: ``<v>``, ``t`` and ``vm``."""
    head, close, rest = cell.partition(b">")
    return _TYPE.sub(b"", head) + close + _VALUE.sub(b"", rest)


def has_formula(cell: bytes) -> bool:
    return re.search(rb"<(?:[\w.-]+:)?f\b", cell) is not None


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
