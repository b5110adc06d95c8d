"""What floats over a sheet's cells: drawings, comments and their boxes."""

from __future__ import annotations

import re

from app.package.structure.lines import LineShift
from app.package.structure.sheet_rest import change_marker, parse_area
from app.package.xml_tree import Element, Tree

Blocks = list[bytes | memoryview]

_SHAPE = re.compile(rb"<(?P<tag>(?:\w+:)?shape)\b.*?</(?P=tag)>", re.DOTALL)
_NUMBER = rb"(<(?:\w+:)?%s>\s*)(-?[0-9]+)(\s*</)"
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(</)")


def change_drawing(raw: bytes, shift: LineShift) -> Blocks | None:
    """Pictures, shapes and charts move, and grow where lines come in under them; ``absolute`` ones stay."""
    tree = Tree(raw)
    before = tree.root.render()
    for anchor in tree.root.walk():
        if anchor.local == "twoCellAnchor":
            _change_anchor(anchor, shift)
        elif anchor.local == "oneCellAnchor" and (start := anchor.find("from")) is not None:
            change_marker(start, shift)
    return tree.render() if tree.root.render() != before else None


def _change_anchor(anchor: Element, shift: LineShift) -> None:
    start, end = anchor.find("from"), anchor.find("to")
    how = anchor.get("editAs") or "twoCell"
    if start is None or end is None or how == "absolute":
        return
    name = "row" if shift.axis == "row" else "col"
    line, last = start.find(name), end.find(name)
    if line is None or last is None:
        return
    old = int(line.text)
    change_marker(start, shift)
    if how == "oneCell":
        # It keeps its size.
        last.text = str(int(last.text) + int(line.text) - old)
    else:
        change_marker(end, shift)


def change_comments(raw: bytes, shift: LineShift) -> Blocks | None:
    """Comments and threaded comments, by the ``ref`` of each."""
    tree = Tree(raw)
    changed = False
    for parent in list(tree.root.walk()):
        for comment in parent.elements():
            reference = comment.get("ref")
            area = None if reference is None else parse_area(reference)
            if area is None or comment.local not in ("comment", "threadedComment"):
                continue
            moved = shift.area(area)
            if moved is None:
                parent.remove(comment)
            elif moved != area:
                comment.set("ref", str(moved))
            changed = changed or moved != area
    return tree.render() if changed else None


def change_boxes(raw: bytes, shift: LineShift) -> Blocks | None:
    """The boxes of comments in a VML drawing, which is not always well-formed XML."""
    changed = _SHAPE.sub(lambda match: _change_shape(match[0], shift), raw)
    return [changed] if changed != raw else None


def _change_shape(shape: bytes, shift: LineShift) -> bytes:
    row, column = _number(shape, b"Row"), _number(shape, b"Column")
    if row is not None and column is not None:
        moved = shift.cell(row + 1, column + 1)
        if moved is None:
            return b""
        shape = _set_number(_set_number(shape, b"Row", moved[0] - 1), b"Column", moved[1] - 1)
    return _ANCHOR.sub(lambda match: match[1] + _change_box(match[2], shift) + match[3], shape)


def _number(shape: bytes, name: bytes) -> int | None:
    match = re.search(_NUMBER % name, shape)
    return None if match is None else int(match[2])


def _set_number(shape: bytes, name: bytes, value: int) -> bytes:
    return re.sub(_NUMBER % name, rb"\g<1>%d\g<3>" % value, shape)


def _change_box(text: bytes, shift: LineShift) -> bytes:
    """Left column, offset, top row, offset, right column, offset, bottom row, offset; from 0. It keeps its size."""
    try:
        numbers = [int(part) for part in text.split(b",")]
    except ValueError:
        return text
    if len(numbers) != 8:
        return text
    first, last = (2, 6) if shift.axis == "row" else (0, 4)
    moved = (shift.line(numbers[first] + 1) or shift.at) - 1
    numbers[last] += moved - numbers[first]
    numbers[first] = moved
    return b", ".join(b"%d" % number for number in numbers)
