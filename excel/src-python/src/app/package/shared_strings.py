"""The table of shared strings, read only when a cached value points into it."""

from __future__ import annotations

from functools import cached_property

from app.package.parts import MAIN, Package
from app.package.values import unescape_text
from app.package.xml_bytes import create_parser, parse_xml

_ITEM, _TEXT, _PHONETIC = (f"{MAIN}}}{name}" for name in ("si", "t", "rPh"))


class SharedStrings:
    """The workbook's table, read at the first question."""

    def __init__(self, package: Package) -> None:
        self._package = package

    def text(self, index: str) -> str | None:
        """The text at an index as it stands in ``<v>``; None when the table has none."""
        try:
            number = int(index)
        except ValueError:
            return None
        return self._texts[number] if 0 <= number < len(self._texts) else None

    @cached_property
    def _texts(self) -> list[str]:
        part = self._package.workbook_target("sharedStrings")
        texts: list[str] = []
        if part is None:
            return texts
        parser = create_parser()
        pieces: list[str] = []
        depth = 0

        def start(name: str, _: list[str]) -> None:
            nonlocal depth
            if name == _PHONETIC:
                depth += 1
            elif name == _TEXT and depth == 0:
                parser.CharacterDataHandler = pieces.append

        def end(name: str) -> None:
            nonlocal depth
            if name == _TEXT:
                parser.CharacterDataHandler = None
            elif name == _PHONETIC:
                depth -= 1
            elif name == _ITEM:
                texts.append(unescape_text("".join(pieces)))
                pieces.clear()

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        for _ in parse_xml(self._package.blocks(part), parser):
            pass
        return texts
