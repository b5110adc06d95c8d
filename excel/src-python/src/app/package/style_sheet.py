"""Appends cell formats to ``styles.xml``: each derived from a cell's own, so that nothing else of it changes."""

from __future__ import annotations

from app.package.cell_xml import Restyle
from app.package.tag_walk import Span, walk_elements
from app.package.xml_bytes import (
    TOKEN,
    XmlDocument,
    check_xml,
    escape_attribute,
    get_attribute,
    set_attribute,
)

Blocks = list[bytes | memoryview]

_BUILT_IN = {"general": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "0.00E+00": 11}
"""Formats with a fixed number (ECMA-376 part 1, 18.8.30)."""
_FIRST_CUSTOM = 164


class StyleSheet:
    """The cell formats of a workbook. ``derive`` adds what is missing; ``render`` gives the new part."""

    def __init__(self, raw: bytes) -> None:
        check_xml(raw)
        self._document = XmlDocument.decode(raw)
        self._formats: list[bytes] = []
        self._lists: dict[bytes, tuple[Span, Span]] = {}
        """Start and end tags of the lists of formats and number formats."""
        self._root: Span = (0, 0)
        self._prefix = b""
        self._custom: dict[str, int] = {}
        self._new_custom: dict[str, int] = {}
        self._derived: dict[tuple[int, Restyle], int] = {}
        self._read(self._document.data)
        self._original_count = len(self._formats)

    def _read(self, data: bytes) -> None:
        for element in walk_elements(data):
            match element.path:
                case (b"numFmts", b"numFmt"):
                    self._note_custom(element.attributes)
                case (b"cellXfs", b"xf"):
                    self._formats.append(data[slice(*element.span)])
                case (name,) if element.tail != element.head:
                    self._lists[name] = (element.head, element.tail)
                case ():
                    self._root, self._prefix = element.head, element.prefix

    def _note_custom(self, attributes: bytes) -> None:
        code, number = get_attribute(attributes, b"formatCode"), get_attribute(attributes, b"numFmtId")
        if code is not None and number is not None and number.isdecimal():
            self._custom[code] = int(number)

    @property
    def is_changed(self) -> bool:
        return len(self._formats) > self._original_count

    def derive(self, base: int, restyle: Restyle) -> int:
        """Index of the format at ``base`` with what ``restyle`` asks for; ``base`` itself when that is nothing."""
        if not 0 <= base < self._original_count:
            return base
        known = self._derived.get((base, restyle))
        if known is not None:
            return known
        old = self._formats[base]
        tag = TOKEN.match(old)
        if tag is None:
            return base
        attributes = tag["attributes"]
        if restyle.number_format is not None:
            attributes = set_attribute(attributes, b"numFmtId", str(self._number(restyle.number_format)))
            attributes = set_attribute(attributes, b"applyNumberFormat", "1")
        was_quoted = get_attribute(attributes, b"quotePrefix") in ("1", "true")
        if was_quoted != restyle.is_quoted:
            attributes = set_attribute(attributes, b"quotePrefix", "1" if restyle.is_quoted else None)
        index = base
        if attributes != tag["attributes"]:
            end = b"/>" if tag["empty"] else b">"
            new = b"<" + tag["name"] + attributes.rstrip() + end + old[tag.end() :]
            index = self._formats.index(new) if new in self._formats else len(self._formats)
            if index == len(self._formats):
                self._formats.append(new)
        self._derived[base, restyle] = index
        return index

    def _number(self, code: str) -> int:
        known = _BUILT_IN.get(code, self._custom.get(code))
        if known is None:
            known = max([_FIRST_CUSTOM - 1, *self._custom.values()]) + 1
            self._custom[code] = self._new_custom[code] = known
        return known

    def render(self) -> Blocks:
        """The part with the new formats at the end of their lists."""
        data = self._document.data
        edits = self._grow(b"cellXfs", len(self._formats), b"".join(self._formats[self._original_count :]))
        if self._new_custom:
            made = b"".join(
                b'<%snumFmt numFmtId="%d" formatCode="%s"/>' % (self._prefix, number, escape_attribute(code))
                for code, number in self._new_custom.items()
            )
            if b"numFmts" in self._lists:
                edits += self._grow(b"numFmts", len(self._custom), made)
            else:
                name = self._prefix + b"numFmts"
                count = len(self._new_custom)
                edits.append(((self._root[1],) * 2, b'<%s count="%d">%s</%s>' % (name, count, made, name)))
        blocks: Blocks = []
        position = 0
        for (start, end), new in sorted(edits):
            blocks += [data[position:start], new]
            position = end
        return self._document.encode([*blocks, data[position:]])

    def _grow(self, name: bytes, count: int, made: bytes) -> list[tuple[Span, bytes]]:
        """A list with elements at its end and its count set."""
        start, end = self._lists[name]
        tag = self._document.data[slice(*start)]
        token = TOKEN.match(tag)
        if token is not None and get_attribute(token["attributes"], b"count") is not None:
            tag = b"<" + token["name"] + set_attribute(token["attributes"], b"count", str(count)) + b">"
        return [(start, tag), ((end[0],) * 2, made)]
