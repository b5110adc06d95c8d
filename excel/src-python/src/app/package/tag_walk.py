"""The elements of a small part by where they stand in its bytes, each when it ends: children before their parents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.package.xml_bytes import TOKEN

Span = tuple[int, int]


class WalkedElement(NamedTuple):
    """``path``: local names from below the root down to the element; empty for the root itself."""

    path: tuple[bytes, ...]
    head: Span
    """Its start tag; the whole element, when that is empty."""
    tail: Span
    """Its end tag; the same as ``head``, when it has none."""
    prefix: bytes
    attributes: bytes

    @property
    def span(self) -> Span:
        return self.head[0], self.tail[1]


def walk_elements(data: bytes) -> Iterator[WalkedElement]:
    """``data``: well-formed."""
    open_tags: list[tuple[bytes, Span, bytes, bytes]] = []
    for token in TOKEN.finditer(data):
        name = token["name"]
        if name is None:
            continue
        if not token["close"]:
            local = name.rpartition(b":")[2]
            open_tags.append((local, token.span(), name[: len(name) - len(local)], token["attributes"]))
        if open_tags and (token["close"] or token["empty"]):
            path = tuple(local for local, *_ in open_tags[1:])
            _, head, prefix, attributes = open_tags.pop()
            yield WalkedElement(path, head, token.span(), prefix, attributes)
