"""A part as a tree that gives back the bytes it was read from, but for what was changed in it. For small parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.package.xml_bytes import TOKEN, XmlDocument, check_xml, escape_attribute, get_attribute, set_attribute

Child = "bytes | Element"


class Element:
    """An element; ``children`` are elements and the bytes between them (text, comments), escaped as in the file."""

    __slots__ = ("attributes", "children", "is_empty", "name")

    def __init__(self, name: bytes, attributes: bytes = b"", *, is_empty: bool = False) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[bytes | Element] = []
        self.is_empty = is_empty
        """Written as ``<name/>`` while it has no children."""

    @property
    def local(self) -> str:
        return self.name.rpartition(b":")[2].decode("utf-8")

    @property
    def prefix(self) -> bytes:
        """With its colon; empty without one."""
        head, colon, _ = self.name.rpartition(b":")
        return head + colon

    def get(self, name: str) -> str | None:
        return get_attribute(self.attributes, name.encode("ascii"))

    def is_on(self, name: str) -> bool:
        """Of a flag, as XML Schema writes them; absent: off."""
        return self.get(name) in ("1", "true")

    def set(self, name: str, value: str | None) -> None:
        self.attributes = set_attribute(self.attributes, name.encode("ascii"), value)

    def elements(self, local: str | None = None) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element) and local in (None, child.local)]

    def find(self, local: str) -> Element | None:
        return next(iter(self.elements(local)), None)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.elements():
            yield from child.walk()

    @property
    def text(self) -> str:
        raw = b"".join(child for child in self.children if isinstance(child, bytes))
        return unescape(raw)

    @text.setter
    def text(self, value: str) -> None:
        self.children = [escape_attribute(value)]

    def remove(self, child: Element) -> None:
        self.children.remove(child)

    def remove_all(self, unwanted: Callable[[Element], bool]) -> bool:
        kept = [child for child in self.children if isinstance(child, bytes) or not unwanted(child)]
        changed = len(kept) != len(self.children)
        self.children = kept
        return changed

    def add(self, local: str, **attributes: str | int) -> Element:
        """A new last child, with this element's prefix."""
        child = Element(self.prefix + local.encode("ascii"), is_empty=True)
        for name, value in attributes.items():
            child.set(name, str(value))
        self.children.append(child)
        return child

    def render(self) -> bytes:
        pieces: list[bytes] = []
        self._render(pieces)
        return b"".join(pieces)

    def _render(self, pieces: list[bytes]) -> None:
        if self.is_empty and not self.children:
            pieces.append(b"<" + self.name + self.attributes + b"/>")
            return
        pieces.append(b"<" + self.name + self.attributes.rstrip(b" ") + b">")
        for child in self.children:
            if isinstance(child, bytes):
                pieces.append(child)
            else:
                child._render(pieces)
        pieces.append(b"</" + self.name + b">")


class Tree:
    """A whole part: what stands before and behind the root, and the root."""

    def __init__(self, raw: bytes) -> None:
        check_xml(raw)
        self._document = XmlDocument.decode(raw)
        data = self._document.data
        start = next(token.start() for token in TOKEN.finditer(data) if token["name"] is not None)
        self._before = data[:start]
        self.root, end = read_element(data, start)
        self._after = data[end:]

    def render(self) -> list[bytes | memoryview]:
        return self._document.encode([self._before, self.root.render(), self._after])


def read_element(data: bytes, start: int) -> tuple[Element, int]:
    """The element that begins at ``start``, and where it ends. The bytes are well-formed."""
    stack: list[Element] = []
    position = start
    for token in TOKEN.finditer(data, start):
        name = token["name"]
        if name is None:
            continue
        if stack and token.start() > position:
            stack[-1].children.append(data[position : token.start()])
        position = token.end()
        if token["close"]:
            closed = stack.pop()
            if not stack:
                return closed, position
            continue
        element = Element(name, token["attributes"], is_empty=bool(token["empty"]))
        if stack:
            stack[-1].children.append(element)
        if not token["empty"]:
            stack.append(element)
        elif not stack:
            return element, position
    raise ValueError("an element does not end")


def unescape(raw: bytes) -> str:
    """Text between tags; CDATA sections and comments as they count."""
    text = b""
    position = 0
    for token in TOKEN.finditer(raw):
        text += raw[position : token.start()]
        if token[0].startswith(b"<![CDATA["):
            text += token[0][9:-3].replace(b"&", b"&amp;").replace(b"<", b"&lt;")
        position = token.end()
    text += raw[position:]
    wrapped = b' x="%s"' % text.replace(b'"', b"&quot;")
    return get_attribute(wrapped, b"x") or ""
