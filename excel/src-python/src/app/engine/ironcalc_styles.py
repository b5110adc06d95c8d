"""IronCalc's style dictionaries → the look that a user interface draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.engine.port import CellStyle

_HORIZONTAL = {
    "left": "left",
    "fill": "left",
    "center": "center",
    "centerContinuous": "center",
    "right": "right",
    "justify": "justify",
    "distributed": "justify",
}
_VERTICAL = {"top": "top", "center": "center", "justify": "center", "distributed": "center"}
_BORDER_BITS = {"top": 1, "right": 2, "bottom": 4, "left": 8}
# Thin and black is what a border is when nothing more is said.
_USUAL_LINES = ({"style": "thin"}, {"style": "thin", "color": "#000000"})

ResolveColor = Callable[[Any], str]


class StyleMapper:
    """Maps and remembers: a workbook has few styles and many cells."""

    def __init__(self, default: Mapping[str, Any], resolve_color: ResolveColor) -> None:
        font = default.get("font") or {}
        self._name = font.get("name")
        self._size = font.get("sz")
        self._color = font.get("color")
        self._resolve = resolve_color
        self._known: dict[str, CellStyle] = {}
        self._colored: dict[tuple[int, str], CellStyle] = {}

    def map(self, style: Mapping[str, Any]) -> CellStyle:
        """Only what differs from the workbook's default."""
        key = repr(style)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = {**self._map_font(style), **self._map_rest(style)}
        return known

    def recolor(self, look: CellStyle, color: str) -> CellStyle:
        """The same look with the colour of a number format; one object for each, as from `map`."""
        key = id(look), color
        return self._colored.setdefault(key, {**look, "color": color})

    def _map_font(self, style: Mapping[str, Any]) -> dict[str, str | float | bool]:
        font = style.get("font") or {}
        look: dict[str, str | float | bool] = {}
        for name, key in (("bold", "b"), ("italic", "i"), ("underline", "u"), ("strike", "strike")):
            if font.get(key):
                look[name] = True
        if font.get("color") is not None and font["color"] != self._color:
            look["color"] = self._resolve(font["color"])
        if font.get("sz") is not None and font["sz"] != self._size:
            look["fontSizePt"] = font["sz"]
        if font.get("name") and font["name"] != self._name:
            look["fontName"] = font["name"]
        return look

    def _map_rest(self, style: Mapping[str, Any]) -> dict[str, str | float | bool]:
        look: dict[str, str | float | bool] = {}
        fill = (style.get("fill") or {}).get("color")
        if fill is not None:
            look["fill"] = self._resolve(fill)
        alignment = style.get("alignment") or {}
        if horizontal := _HORIZONTAL.get(alignment.get("horizontal", "")):
            look["align"] = horizontal
        if vertical := _VERTICAL.get(alignment.get("vertical", "")):
            look["verticalAlign"] = vertical
        if alignment.get("wrap_text"):
            look["wrap"] = True
        border = style.get("border") or {}
        if borders := sum(bit for side, bit in _BORDER_BITS.items() if border.get(side)):
            look["borders"] = borders
            look |= self._map_lines(border)
        if (number_format := style.get("num_fmt", "general")).lower() != "general":
            look["numberFormat"] = number_format
        return look

    def _map_lines(self, border: Mapping[str, Any]) -> dict[str, str]:
        """``borderTop`` and so on, as ``medium`` or ``medium #C00000``."""
        lines: dict[str, str] = {}
        for side in _BORDER_BITS:
            line = border.get(side)
            if not line or line in _USUAL_LINES:
                continue
            color = line.get("color")
            words = [str(line.get("style", "thin")), *([] if color is None else [self._resolve(color)])]
            lines[f"border{side.capitalize()}"] = " ".join(words)
        return lines
