"""Cells and texts that the engine reads otherwise than Excel: rewritten in the engine's own copy of a file.

Readings of Japanese texts, escapes in inline texts, dates in the ISO form that few programs write, and empty cells that
name a kind of value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.package.engine_needs import Edit
from app.package.values import format_number, iso_serial

_READING = re.compile(rb"<((?:[\w.-]+:)?)rPh\b[^>]*?(?:/>|>.*?</\1rPh>)", re.DOTALL)
_ESCAPED = re.compile(rb"_x([0-9A-Fa-f]{4})_")
_DATE = re.compile(
    rb"""<(?:[\w.-]+:)?c\b[^>]*?(?P<kind>\st=["']d["'])[^>]*>(?:\s*<(?:[\w.-]+:)?v>)(?P<text>[^<]*)<""", re.DOTALL
)
_INLINE = re.compile(rb"<((?:[\w.-]+:)?)is\b[^>]*>.*?</\1is>", re.DOTALL)
# openpyxl writes ``t="n"`` at each empty cell that has a style; the engine makes a 0 of it, which AVERAGE counts.
# Only cells have these kinds. The search begins with plain letters, which takes a tenth of the time: 25 ms for 40 MB.
_EMPTY = re.compile(rb"""(?P<kind>t=["'](?:n|s|str|b|e)["'])[^<>]*(?:/>|>\s*</(?:[\w.-]+:)?c\s*>)""")


def plain_texts(data: bytes) -> list[Edit]:
    """Shared strings without their readings, which the engine takes for a part of the text (漢字カンジ)."""
    return [(match.span(), b"") for match in _READING.finditer(data)]


def _find_empty(data: bytes) -> Iterator[re.Match[bytes]]:
    return (match for match in _EMPTY.finditer(data) if data[match.start() - 1 : match.start()].isspace())


def has_misread_cells(data: bytes) -> bool:
    """A quick look at a sheet: most have none of them."""
    return b't="d"' in data or (b"inlineStr" in data and _ESCAPED.search(data) is not None) or any(_find_empty(data))


def plain_cells(data: bytes) -> list[Edit]:
    """ISO dates as numbers, ``_x000D_`` in inline texts as the character that XML can hold, empty cells as empty."""
    edits: list[Edit] = [((match.start() - 1, match.end("kind")), b"") for match in _find_empty(data)]
    if b't="d"' in data:
        for match in _DATE.finditer(data):
            number = iso_serial(match["text"].decode("utf-8", "replace").strip())
            if number is not None:
                edits += [(match.span("kind"), b""), (match.span("text"), format_number(number).encode("ascii"))]
    if b"inlineStr" in data:
        for inline in _INLINE.finditer(data):
            for match in _ESCAPED.finditer(data, *inline.span()):
                number = int(match[1], 16)
                if number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE:
                    edits.append((match.span(), b"&#%d;" % number))
    return edits
