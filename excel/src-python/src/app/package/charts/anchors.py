"""Where something stands over the cells, as a drawing says it."""

from __future__ import annotations

from app.package.addresses import MAX_COLUMN, MAX_ROW
from app.package.charts.model import Anchor, Corner
from app.package.xml_tree import Element

EMU_PER_PX = 9_525
"""English Metric Units; 96 px are an inch."""
ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


def read_anchor(element: Element) -> Anchor | None:
    """None when it says nothing that can be followed."""
    size = element.find("ext")
    extent = None if size is None else (_pixels(size.get("cx")), _pixels(size.get("cy")))
    if element.local == "absoluteAnchor":
        place = element.find("pos")
        if place is None or extent is None:
            return None
        return Anchor(Corner(1, 1, _pixels(place.get("x")), _pixels(place.get("y"))), size=extent)
    start, end = _read_corner(element.find("from")), _read_corner(element.find("to"))
    if start is None or (end is None and extent is None):
        return None
    return Anchor(start, end, None if end is not None else extent)


def _read_corner(marker: Element | None) -> Corner | None:
    if marker is None:
        return None
    numbers = {each.local: each.text for each in marker.elements()}
    return Corner(
        min(max(1, _integer(numbers.get("row")) + 1), MAX_ROW),
        min(max(1, _integer(numbers.get("col")) + 1), MAX_COLUMN),
        _pixels(numbers.get("colOff")),
        _pixels(numbers.get("rowOff")),
    )


def write_anchor(element: Element, anchor: Anchor) -> None:
    """Moves an anchor. One that stood on the page and on no cell stands on cells from now on."""
    prefix = element.prefix
    if element.local == "absoluteAnchor" or (element.find("to") is None) != (anchor.end is None):
        element.remove_all(lambda child: child.local in ("pos", "from", "to", "ext"))
        element.name = prefix + (b"oneCellAnchor" if anchor.end is None else b"twoCellAnchor")
        element.set("editAs", None)
        place = 0
    else:
        found = element.find("from")
        place = 0 if found is None else element.children.index(found)
        element.remove_all(lambda child: child.local in ("from", "to", "ext"))
    new = [_corner(prefix, b"from", anchor.start)]
    if anchor.end is not None:
        new.append(_corner(prefix, b"to", anchor.end))
    elif anchor.size is not None:
        size = Element(prefix + b"ext", is_empty=True)
        size.set("cx", str(_units(anchor.size[0])))
        size.set("cy", str(_units(anchor.size[1])))
        new.append(size)
    element.children[place:place] = new


def _corner(prefix: bytes, name: bytes, corner: Corner) -> Element:
    marker = Element(prefix + name)
    numbers = (corner.column - 1, _units(corner.dx), corner.row - 1, _units(corner.dy))
    for local, number in zip(("col", "colOff", "row", "rowOff"), numbers, strict=True):
        marker.add(local).text = str(number)
    return marker


def _units(pixels: float) -> int:
    return round(pixels * EMU_PER_PX)


def _pixels(text: str | None) -> float:
    return round(_integer(text) / EMU_PER_PX, 2)


def _integer(text: str | None) -> int:
    try:
        return int(text or "0")
    except ValueError:
        return 0
