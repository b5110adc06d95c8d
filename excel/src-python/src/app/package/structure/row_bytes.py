"""Rows of ``<sheetData>`` as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.package.xml_bytes import TOKEN, get_attribute


def without_markup(content: bytes) -> bytes:
    """Comments and instructions mean nothing between cells; CDATA becomes plain text."""

    def plain(token: re.Match[bytes]) -> bytes:
        if token["name"] is not None:
            return token[0]
        if token[0].startswith(b"<![CDATA["):
            return token[0][9:-3].replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
        return b""

    return TOKEN.sub(plain, content)


def split_rows(content: bytes, prefix: bytes, number: int = 0) -> Iterator[tuple[int, bytes]]:
    """(number, bytes) of each row, blanks between rows included; ``number`` of the row before."""
    start_tag = re.compile(rb"<%srow(?=[\s/>])[^>]*>" % re.escape(prefix))
    end_tag = b"</%srow>" % prefix
    position = 0
    while match := start_tag.search(content, position):
        given = get_attribute(match[0][len(prefix) + 4 : -1], b"r")
        number = number + 1 if given is None else int(given)
        end = match.end()
        if not match[0].endswith(b"/>"):
            end = content.index(end_tag, end) + len(end_tag)
        yield number, content[match.start() : end]
        position = end
