"""Every picture that stands on a worksheet of a package. What a link leads to outside of it is never fetched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.errors import ServiceError
from app.package.charts.anchors import ANCHORS, read_anchor
from app.package.charts.formulas import SheetFormulas
from app.package.charts.frames import attribute_of
from app.package.charts.model import Anchor
from app.package.parts import Package, SheetPart
from app.package.structure.related import link_parts
from app.package.values import unescape_text
from app.package.xml_tree import Element, Tree

# What a browser decodes by itself, by how the file begins: no vectors, which may hold links and scripts.
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
_WEBP = (b"RIFF", b"WEBP")
# In base64 still under the 8 MiB of a message.
MAX_BYTES = 5 << 20
_HEADER_BYTES = 1_000
_SIXTY_THOUSANDTHS = 60_000
_HUNDRED_PERCENT = 100_000


@dataclass(frozen=True)
class Picture:
    """``crop``: left, top, right, bottom, as parts of the whole picture; ``turn`` in degrees, clockwise."""

    id: str
    part: str
    sheet: int
    anchor: Anchor
    name: str
    crop: tuple[float, float, float, float]
    turn: float
    is_flipped: bool


def find_pictures(path: Path, names: tuple[str, ...] = ()) -> tuple[Picture, ...]:
    """``names``: see `SheetFormulas`. Raises what `Package` raises."""
    facts = path.stat()
    return _find(path, names, facts.st_mtime_ns, facts.st_size)


def read_picture(path: Path, part: str) -> tuple[str, bytes] | None:
    """Its media type and its bytes; None: it is not there, of another kind, or too large to be shown."""
    with Package(path) as package:
        entry = package.entry(part)
        # Compressed, which pictures are by themselves.
        if entry is None or entry.end - entry.start > MAX_BYTES + _HEADER_BYTES:
            return None
        data = package.read(part)
    if len(data) > MAX_BYTES:
        return None
    kind = next((kind for start, kind in _KINDS if data.startswith(start)), None)
    if kind is None and data.startswith(_WEBP[0]) and data[8:12] == _WEBP[1]:
        kind = "image/webp"
    return None if kind is None else (kind, data)


@lru_cache(maxsize=16)
def _find(path: Path, names: tuple[str, ...], _changed_ns: int, _size: int) -> tuple[Picture, ...]:
    with Package(path) as package:
        formulas = SheetFormulas(package, names)
        found: list[Picture] = []
        for sheet in package.sheets:
            try:
                found += _on_sheet(package, sheet, formulas.index(sheet))
            except ServiceError:
                # A drawing that can't be read: the rest is worth showing.
                continue
        return tuple(found)


def _on_sheet(package: Package, sheet: SheetPart, index: int) -> Iterator[Picture]:
    for drawing in link_parts(package, sheet.part, "drawing"):
        raw = package.read(drawing)
        if b":pic" not in raw and b"<pic" not in raw:
            continue
        inside = set(link_parts(package, drawing, "image"))
        targets = {link.id: link.target for link in package.relationships(drawing) if link.target in inside}
        for anchor in Tree(raw).root.walk():
            # Pictures in groups have places of their own in the group.
            picture = anchor.find("pic") if anchor.local in ANCHORS else None
            place = None if picture is None else read_anchor(anchor)
            if picture is not None and place is not None:
                shown = _read(picture, targets, place, index, drawing)
                if shown is not None:
                    yield shown


def _read(picture: Element, targets: dict[str, str], place: Anchor, index: int, drawing: str) -> Picture | None:
    parts = {element.local: element for element in reversed(list(picture.walk()))}
    name, blip, crop, frame = (parts.get(each) for each in ("cNvPr", "blip", "srcRect", "xfrm"))
    link = None if blip is None else attribute_of(blip, b"embed")
    if link not in targets or (name is not None and name.is_on("hidden")):
        return None
    number = "0" if name is None else name.get("id") or "0"
    described = "" if name is None else name.get("descr") or name.get("name") or ""
    sides = [0.0] * 4 if crop is None else [_number(crop.get(side)) / _HUNDRED_PERCENT for side in "ltrb"]
    if any(side < 0 for side in sides) or sides[0] + sides[2] >= 1 or sides[1] + sides[3] >= 1:
        sides = [0.0] * 4
    return Picture(
        f"{drawing}#{number}",
        targets[link],
        index,
        place,
        unescape_text(described),
        (sides[0], sides[1], sides[2], sides[3]),
        0 if frame is None else _number(frame.get("rot")) / _SIXTY_THOUSANDTHS,
        frame is not None and frame.is_on("flipH"),
    )


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0
