"""One ``<c>`` element: what is written into it, with every other byte of it kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.engine.port import CellError, Value
from app.package.values import escape_text, format_number, needs_escape, writable
from app.package.xml_bytes import TOKEN, escape_attribute, get_attribute, set_attribute

_PLAIN = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z .,:;()+-]*[0-9A-Za-z.,:;()+-])?")


@dataclass(frozen=True, slots=True)
class FormulaXml:
    """What goes into ``<f>``."""

    text: str
    attributes: tuple[tuple[str, str], ...] = ()

    def render(self, prefix: bytes) -> bytes:
        attributes = b"".join(
            b' %s="%s"' % (name.encode("ascii"), escape_attribute(value)) for name, value in self.attributes
        )
        text = escape_text(self.text).encode("utf-8")
        return b"<%sf%s>%s</%sf>" % (prefix, attributes, text, prefix)


@dataclass(frozen=True, slots=True)
class Restyle:
    """A style derived from the cell's own."""

    number_format: str | None
    """Format code; None leaves the cell's own."""
    is_quoted: bool
    """The text was typed with a leading apostrophe (``quotePrefix``)."""


DeriveStyle = Callable[[int, Restyle], int]
"""Index of the style derived from the one at an index; the same when nothing has to change."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """What to write into a cell."""

    value: Value
    """The value to write; one that a file can't hold, or None, leaves no cached value behind."""
    formula: FormulaXml | None = None
    """A new formula element; None keeps the one that is there, or writes none when ``replaces``."""
    replaces: bool = False
    """The user typed this cell: formula, value and metadata of the old content go."""
    keeps_value: bool = False
    """Only the formula element is rewritten."""
    restyle: Restyle | None = None
    """What the typed text asks of the cell's style."""
    is_inline: bool = False
    """A text is written inline, as typed, and not as the cached result of a formula."""
    metadata: int | None = None
    """The ``cm`` of a dynamic array formula."""

    @property
    def has_content(self) -> bool:
        return self.formula is not None or self.value is not None


def render_value(value: Value, prefix: bytes, inline: bool) -> tuple[str | None, bytes]:
    """The ``t`` attribute and the element of a value. ``inline``: a typed text, which needs no shared string."""
    if not writable(value):
        return None, b""
    if isinstance(value, bool):
        return "b", b"<%sv>%d</%sv>" % (prefix, value, prefix)
    if isinstance(value, float):
        return None, b"<%sv>%s</%sv>" % (prefix, format_number(value).encode("ascii"), prefix)
    if isinstance(value, CellError):
        return "e", b"<%sv>%s</%sv>" % (prefix, escape_text(value.text).encode("utf-8"), prefix)
    text = escape_text(str(value)).encode("utf-8")
    if inline and not needs_escape(str(value)):
        return "inlineStr", b'<%sis><%st xml:space="preserve">%s</%st></%sis>' % (
            prefix,
            prefix,
            text,
            prefix,
            prefix,
        )
    # Excel trims a cached text with blanks at its ends unless it is told not to.
    space = b"" if _PLAIN.fullmatch(str(value)) else b' xml:space="preserve"'
    return "str", b"<%sv%s>%s</%sv>" % (prefix, space, text, prefix)


def render_new_cell(address: str, change: CellChange, prefix: bytes, style: int, derive: DeriveStyle) -> bytes:
    """A cell where there was none; ``style``: that of its row or column."""
    attributes = b' r="%s"' % address.encode("ascii")
    if change.restyle is not None:
        style = derive(style, change.restyle)
    if style:
        attributes += b' s="%d"' % style
    return _render(prefix + b"c", attributes, prefix, b"", b"", change)


def patch_cell(cell: bytes, prefix: bytes, change: CellChange, derive: DeriveStyle) -> bytes:
    """A cell's bytes with the change made; attributes, extensions and comments stay."""
    start = TOKEN.match(cell)
    if start is None:
        raise ValueError("not the bytes of a cell")
    attributes: bytes = start["attributes"]
    if change.restyle is not None:
        old = int(get_attribute(attributes, b"s") or 0)
        new = derive(old, change.restyle)
        if new != old:
            attributes = set_attribute(attributes, b"s", str(new))
    if start["empty"]:
        return _render(start["name"], attributes, prefix, b"", b"", change)
    content_end = cell.rindex(b"</")
    children = _children(cell, start.end(), content_end)
    formula = children.get(b"f")
    removed = [span for name, span in children.items() if name in (b"v", b"is")]
    if change.keeps_value:
        removed = []
    if formula is not None and (change.formula is not None or change.replaces):
        removed.append(formula)
    kept_formula = formula is not None and formula not in removed
    place = formula[1] if formula is not None and kept_formula else start.end()
    before, after = _without(cell, start.end(), content_end, sorted(removed), place)
    return _render(start["name"], attributes, prefix, before, after, change)


def _children(cell: bytes, start: int, end: int) -> dict[bytes, tuple[int, int]]:
    """Spans of the cell's children by local name."""
    found: dict[bytes, tuple[int, int]] = {}
    depth = 0
    begin = 0
    for token in TOKEN.finditer(cell, start, end):
        name = token["name"]
        if name is None:
            continue
        if token["close"]:
            depth -= 1
        else:
            if depth == 0:
                begin = token.start()
            depth += 0 if token["empty"] else 1
        if depth == 0:
            found[name.rpartition(b":")[2]] = (begin, token.end())
    return found


def _without(cell: bytes, start: int, end: int, removed: list[tuple[int, int]], place: int) -> tuple[bytes, bytes]:
    """Content without the removed spans, cut in two where the new elements go."""
    before = after = b""
    position = start
    for first, last in [*removed, (end, end)]:
        before += cell[position : max(position, min(first, place))]
        after += cell[max(position, place) : max(first, place, position)]
        position = last
    return before, after


def _render(name: bytes, attributes: bytes, prefix: bytes, before: bytes, after: bytes, change: CellChange) -> bytes:
    formula = b"" if change.formula is None else change.formula.render(prefix)
    if change.keeps_value:
        return b"<%s%s>%s%s%s</%s>" % (name, attributes, formula, before, after, name)
    kind, value = render_value(change.value, prefix, change.is_inline)
    attributes = set_attribute(attributes, b"t", kind)
    # Value metadata (a rich error, a picture) belongs to the old value; cm to an old dynamic array.
    attributes = set_attribute(attributes, b"vm", None)
    if change.replaces or change.formula is not None:
        cm = None if change.metadata is None else str(change.metadata)
        attributes = set_attribute(attributes, b"cm", cm)
    content = before + formula + value + after
    if not content.strip():
        return b"<%s%s/>" % (name, attributes.rstrip())
    return b"<%s%s>%s</%s>" % (name, attributes, content, name)
