"""Cell formats of ``styles.xml``: each new one derived from an old one, so that nothing else of it changes."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

from app.package.looks.format_parts import change_alignment, change_border, change_font, solid_fill
from app.package.xml_tree import Element

_BUILT_IN = {
    "General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "0.00E+00": 11, "@": 49,
}  # fmt: skip
"""Formats with a fixed number (ECMA-376 part 1, 18.8.30) that don't depend on the language."""
_FIRST_CUSTOM = 164
_FONT = ("bold", "italic", "underline", "strike", "fontSizePt", "fontName", "color")
_ALIGNMENT = ("align", "verticalAlign", "wrap")


class Formats:
    """The root of ``styles.xml``, growing."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._known: dict[tuple[int, str], int] = {}
        self._sizes: dict[str, int] = {}
        self._formats = self._list("cellXfs")

    def _list(self, local: str) -> Element:
        found = self._root.find(local)
        if found is None:
            # Excel wants its order; without these lists a file has no formats at all.
            found = self._root.add(local, count=0)
        return found

    def derive(self, base: int, change: Mapping[str, Any], edges: frozenset[str] = frozenset()) -> int:
        """Index of the format at ``base`` with a ``FormatChange`` made; borders on ``edges`` of the cell."""
        key = (base, json.dumps([change, sorted(edges)], sort_keys=True))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._derive(base, change, edges)
        return known

    def _derive(self, base: int, change: Mapping[str, Any], edges: frozenset[str]) -> int:
        formats = self._formats.elements("xf")
        old = formats[base] if 0 <= base < len(formats) else None
        new = copy.deepcopy(old) if old is not None else Element(self._formats.prefix + b"xf", is_empty=True)
        if "numberFormat" in change:
            _refer(new, "numFmtId", self._number(change["numberFormat"]), "applyNumberFormat")
        if any(name in change for name in _FONT):
            font = self._item("fonts", new.get("fontId"))
            change_font(font, change)
            _refer(new, "fontId", self._add("fonts", font), "applyFont")
        if "fill" in change:
            number = 0 if change["fill"] is None else self._add("fills", solid_fill(self._root.prefix, change["fill"]))
            _refer(new, "fillId", number, "applyFill")
        if edges:
            border = self._item("borders", new.get("borderId"))
            change_border(border, change["borders"], edges)
            _refer(new, "borderId", self._add("borders", border), "applyBorder")
        if any(name in change for name in _ALIGNMENT):
            change_alignment(new, change)
            new.set("applyAlignment", "1")
        return self._add("cellXfs", new)

    def _item(self, local: str, index: str | None) -> Element:
        items = self._list(local).elements()
        number = int(index or 0)
        if number < len(items):
            return copy.deepcopy(items[number])
        return Element(self._root.prefix + local.removesuffix("s").encode("ascii"), is_empty=True)

    def _add(self, local: str, new: Element) -> int:
        """Index of an equal item, or of a new one at the end."""
        items = self._list(local)
        rendered = new.render()
        for index, item in enumerate(items.elements()):
            if item.render() == rendered:
                return index
        items.children.append(new)
        count = len(items.elements())
        items.set("count", str(count))
        return count - 1

    def _number(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        formats = self._root.find("numFmts")
        if formats is None:
            formats = Element(self._root.prefix + b"numFmts")
            self._root.children.insert(0, formats)
        for each in formats.elements():
            if each.get("formatCode") == code:
                return int(each.get("numFmtId") or 0)
        number = max([_FIRST_CUSTOM - 1, *(int(each.get("numFmtId") or 0) for each in formats.elements())]) + 1
        formats.add("numFmt", numFmtId=number, formatCode=code)
        formats.set("count", str(len(formats.elements())))
        return number


def _refer(new: Element, name: str, number: int, flag: str) -> None:
    new.set(name, str(number))
    new.set(flag, "1")
