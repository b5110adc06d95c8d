"""What the engine wants of a package and real files lack: written into its own copy, never into what is saved.

Apache POI writes no cell styles, others no theme and no properties, streaming writers no addresses: Excel reads them.
"""

from __future__ import annotations

import re

from app.package.addresses import format_address, parse_address
from app.package.tag_walk import walk_elements
from app.package.xml_bytes import TOKEN, get_attribute

Edit = tuple[tuple[int, int], bytes]
"""A span, and what takes its place."""

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EXTENDED = b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CORE = b"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DRAWING = b"http://schemas.openxmlformats.org/drawingml/2006/main"
# Dark and light of text and background, then the accents, as Excel's own theme has them.
_COLORS = {
    b"dk1": b"000000", b"lt1": b"FFFFFF", b"dk2": b"44546A", b"lt2": b"E7E6E6", b"accent1": b"4472C4",
    b"accent2": b"ED7D31", b"accent3": b"A5A5A5", b"accent4": b"FFC000", b"accent5": b"5B9BD5", b"accent6": b"70AD47",
    b"hlink": b"0563C1", b"folHlink": b"954F72",
}  # fmt: skip
_XF = b'<%sxf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
_STYLE_LISTS = {
    b"fonts": b'<%sfont><%ssz val="11"/><%sname val="Calibri"/></%sfont>',
    b"fills": b'<%sfill><%spatternFill patternType="none"/></%sfill>',
    b"borders": b"<%sborder/>",
    b"cellStyleXfs": _XF,
    b"cellXfs": b'<%sxf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    b"cellStyles": b'<%scellStyle name="Normal" xfId="0" builtinId="0"/>',
}
"""In the order of the schema, each with the element that stands for all."""
EMPTY_PARTS = {
    "docProps/app.xml": b'<Properties xmlns="%s"><Application/></Properties>' % _EXTENDED,
    "docProps/core.xml": b'<coreProperties xmlns="%s"/>' % _CORE,
    "xl/styles.xml": b'<styleSheet xmlns="%s"></styleSheet>' % _MAIN,
    "xl/theme/theme1.xml": b'<a:theme xmlns:a="%s" name="Office"><a:themeElements><a:clrScheme name="Office">'
    % _DRAWING
    + b"".join(b'<a:%s><a:srgbClr val="%s"/></a:%s>' % (name, color, name) for name, color in _COLORS.items())
    + b"</a:clrScheme></a:themeElements></a:theme>",
}
"""Parts that the engine does not do without."""
_NAMELESS = re.compile(rb"<(?:[\w.-]+:)?(?:row|c)(?=[\s/>])(?![^>]*\sr\s*=)")


def complete_styles(data: bytes) -> list[Edit]:
    """Lists that are missing or empty get one element."""
    found: dict[bytes, tuple[int, int]] = {}
    filled_lists: set[bytes] = set()
    root_end, prefix = 0, b""
    for element in walk_elements(data):
        if not element.path:
            root_end, prefix = element.head[1], element.prefix
        elif len(element.path) == 1:
            found[element.path[0]] = element.span
        else:
            filled_lists.add(element.path[0])
    edits: list[Edit] = []
    place = found[b"numFmts"][1] if b"numFmts" in found else root_end
    for name, made_of in _STYLE_LISTS.items():
        made = made_of.replace(b"%s", prefix)
        filled = b'<%s%s count="1">%s</%s%s>' % (prefix, name, made, prefix, name)
        span = found.get(name, (place, place))
        if name not in filled_lists:
            edits.append((span, filled))
        place = max(place, span[1])
    return edits


def add_addresses(data: bytes) -> list[Edit]:
    """``r`` for rows and cells that say by their order alone where they are."""
    if _NAMELESS.search(data) is None:
        return []
    edits: list[Edit] = []
    row = column = 0
    inside = False
    for token in TOKEN.finditer(data):
        name = token["name"]
        local = b"" if name is None else name.rpartition(b":")[2]
        if local == b"sheetData":
            inside = not token["close"]
        if not inside or token["close"] or local not in (b"row", b"c"):
            continue
        address = get_attribute(token["attributes"], b"r")
        place = token.end("name")
        if local == b"row":
            row, column = int(address) if address else row + 1, 0
            made = b' r="%d"' % row
        else:
            column = parse_address(address)[1] if address else column + 1
            made = b' r="%s"' % format_address(row, column).encode("ascii")
        if not address:
            edits.append(((place, place), made))
    return edits


def relative_targets(data: bytes) -> list[Edit]:
    """Targets of a sheet's relationships: the engine looks for ``/xl/comments1.xml`` in the wrong folder."""
    return [(match.span(1), b"../") for match in re.finditer(rb"""\bTarget\s*=\s*["'](/xl/)""", data)]
