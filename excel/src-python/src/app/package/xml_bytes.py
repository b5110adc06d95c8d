"""XML of parts as UTF-8 bytes: encodings, and a lexer for what expat has found well-formed.

A part without a document type is lexed without doubt: ``<`` starts markup, and nothing else does.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from app.errors import ServiceError, describe

TOKEN = re.compile(
    rb"<(?:!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>"
    rb"|(?P<close>/)?(?P<name>[^\s/>!?]+)(?P<attributes>(?:[^>\"'/]+|\"[^\"]*\"|'[^']*')*)(?P<empty>/)?>)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(rb"\s+([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_DECLARATION = re.compile(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_ASCII_COMPATIBLE = ("utf-8", "ascii")


def codec_of(head: bytes) -> str | None:
    """The codec of an XML document by its first bytes, or None when its bytes are UTF-8 already."""
    if head.startswith((codecs.BOM_UTF16_LE, b"<\0")):
        return "utf-16-le"
    if head.startswith((codecs.BOM_UTF16_BE, b"\0<")):
        return "utf-16-be"
    declared = _DECLARATION.match(head)
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
    except LookupError as error:
        raise unreadable(f"its XML claims the unknown encoding {declared[1].decode('ascii')}") from error
    return None if name in _ASCII_COMPATIBLE else name


def unreadable(reason: str) -> ServiceError:
    return ServiceError("NOT_A_WORKBOOK", f"The workbook can't be read: {reason}. Open another copy of it.")


@dataclass(frozen=True)
class XmlDocument:
    """A part's XML as UTF-8, and the way back to its own encoding."""

    data: bytes
    codec: str | None

    @classmethod
    def decode(cls, raw: bytes) -> XmlDocument:
        codec = codec_of(raw[:200])
        if codec is None:
            return cls(raw, None)
        try:
            return cls(raw.decode(codec).encode("utf-8"), codec)
        except UnicodeError as error:
            raise unreadable(f"its XML is not {codec}") from error

    def encode(self, blocks: list[bytes | memoryview]) -> list[bytes | memoryview]:
        """Patched UTF-8 blocks in the document's own encoding."""
        if self.codec is None:
            return blocks
        text = b"".join(blocks).decode("utf-8")
        return [text.encode(self.codec, "xmlcharrefreplace")]


def create_parser(*names: str) -> expat.XMLParserType:
    """A namespace-aware parser for UTF-8 that refuses document types (entity bombs).

    Elements called ``names`` arrive as the same string objects: quicker to compare.
    """
    parser = expat.ParserCreate("utf-8", "}", {name: name for name in names})
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.ordered_attributes = True
    return parser


def _refuse_doctype(*_: object) -> None:
    raise unreadable("its XML declares a document type, which no workbook needs")


def parse_xml(blocks: Generator[bytes] | list[bytes], parser: expat.XMLParserType) -> Iterator[None]:
    """Feeds a parser, yielding after each block. Raises ``NOT_A_WORKBOOK`` when the XML is broken."""
    try:
        for block in blocks:
            parser.Parse(block, False)
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        raise unreadable(f"its XML is damaged ({describe(error)})") from error
    finally:
        if not isinstance(blocks, list):
            blocks.close()


def read_elements(data: bytes, start: Callable[[str, dict[str, str]], None]) -> None:
    """Calls ``start`` with the namespaced name and attributes of every element of a small part."""
    parser = create_parser()

    def start_element(name: str, pairs: list[str]) -> None:
        start(name, dict(zip(pairs[::2], pairs[1::2], strict=True)))

    parser.StartElementHandler = start_element
    for _ in parse_xml([XmlDocument.decode(data).data], parser):
        pass


def check_xml(data: bytes) -> None:
    """Raises ``NOT_A_WORKBOOK`` unless a part is well-formed and without a document type."""
    for _ in parse_xml([XmlDocument.decode(data).data], create_parser()):
        pass


def get_attribute(attributes: bytes, name: bytes) -> str | None:
    """The value of an attribute out of a start tag's bytes."""
    for match in ATTRIBUTE.finditer(attributes):
        if match[1] == name:
            text = match[2][1:-1].decode("utf-8")
            return _unescape(text) if "&" in text else text
    return None


def set_attribute(attributes: bytes, name: bytes, value: str | None) -> bytes:
    """A start tag's attributes with one set, or removed (None); all others keep their bytes."""
    for match in ATTRIBUTE.finditer(attributes):
        if match[1] == name:
            new = b"" if value is None else b' %s="%s"' % (name, escape_attribute(value))
            return attributes[: match.start()] + new + attributes[match.end() :]
    if value is None:
        return attributes
    return attributes.rstrip() + b' %s="%s"' % (name, escape_attribute(value))


def escape_attribute(text: str) -> bytes:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return escaped.replace("\n", "&#10;").replace("\t", "&#9;").encode("utf-8")


def _unescape(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(entity, character)
    text = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), text)
    text = re.sub(r"&#x([0-9A-Fa-f]+);", lambda match: chr(int(match[1], 16)), text)
    return text.replace("&amp;", "&")
