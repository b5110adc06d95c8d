"""The boxes of notes in a VML drawing, which is not always well-formed XML."""

from __future__ import annotations

import re
from collections.abc import Collection

Position = tuple[int, int]

_SHAPE = re.compile(rb"<(?P<tag>(?:\w+:)?shape)\b.*?</(?P=tag)>\s*", re.DOTALL)
_NUMBER = rb"(<(?:\w+:)?%s>\s*)([0-9]+)(\s*</)"
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(</)")
_IDENTITY = re.compile(rb'(\sid\s*=\s*["\']_x0000_s)([0-9]+)')
_FIRST_IDENTITY = 1025
_NEW = (
    b'<v:shape id="_x0000_s0" type="#_x0000_t202" style="position:absolute;width:108pt;height:59.25pt;z-index:1;'
    b'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" '
    b'color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>1, 15, 0, 2, 3, 15, 4, 1</x:Anchor>'
    b"<x:AutoFill>False</x:AutoFill><x:Row>0</x:Row><x:Column>0</x:Column></x:ClientData></v:shape>"
)


def find_box(vml: bytes, cell: Position) -> bytes | None:
    """The box of the note of a cell."""
    return next((shape[0] for shape in _SHAPE.finditer(vml) if _cell(shape[0]) == cell), None)


def remove_boxes(vml: bytes, cells: Collection[Position]) -> bytes:
    return _SHAPE.sub(lambda shape: b"" if _cell(shape[0]) in cells else shape[0], vml)


def move_box(box: bytes | None, origin: Position, place: Position) -> bytes:
    """The box of a note that was at ``origin``; a plain one when there is none."""
    if box is None:
        box, origin = _NEW, (1, 1)
    down, right = place[0] - origin[0], place[1] - origin[1]
    box = re.sub(_NUMBER % b"Row", rb"\g<1>%d\g<3>" % (place[0] - 1), box)
    box = re.sub(_NUMBER % b"Column", rb"\g<1>%d\g<3>" % (place[1] - 1), box)

    def shifted(match: re.Match[bytes]) -> bytes:
        try:
            numbers = [int(part) for part in match[2].split(b",")]
        except ValueError:
            return match[0]
        if len(numbers) != 8:
            return match[0]
        # A box above row 1 is moved down as a whole.
        down_by, right_by = max(down, -numbers[2]), max(right, -numbers[0])
        for index, by in ((0, right_by), (4, right_by), (2, down_by), (6, down_by)):
            numbers[index] += by
        return match[1] + b", ".join(b"%d" % number for number in numbers) + match[3]

    return _ANCHOR.sub(shifted, box)


def insert_boxes(vml: bytes, boxes: list[bytes]) -> bytes:
    """Boxes get ids that no other one has."""
    used = [int(match[2]) for match in _IDENTITY.finditer(vml)]
    number = max([*used, _FIRST_IDENTITY - 1])
    end = vml.rindex(b"</")
    pieces = []
    for box in boxes:
        number += 1
        pieces.append(_IDENTITY.sub(rb"\g<1>%d" % number, box))
    return vml[:end] + b"".join(pieces) + vml[end:]


def _cell(shape: bytes) -> Position | None:
    row, column = re.search(_NUMBER % b"Row", shape), re.search(_NUMBER % b"Column", shape)
    if b"Note" not in shape or row is None or column is None:
        return None
    return int(row[2]) + 1, int(column[2]) + 1
