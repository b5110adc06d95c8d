"""Where pieces of a block of cells are once it is pasted somewhere."""

from __future__ import annotations

from dataclasses import dataclass

from app.package.addresses import Rectangle


@dataclass(frozen=True)
class Tiles:
    """``source`` pasted over ``target``, as often as it fits."""

    source: Rectangle
    target: Rectangle
    transposed: bool = False

    def places(self, piece: Rectangle) -> list[Rectangle]:
        """Where a piece of the source is afterwards, cut to the target."""
        source, target = self.source, self.target
        down, right = piece.top - source.top, piece.left - source.left
        high, wide = piece.bottom - piece.top + 1, piece.right - piece.left + 1
        rows, columns = source.bottom - source.top + 1, source.right - source.left + 1
        if self.transposed:
            down, right, high, wide, rows, columns = right, down, wide, high, columns, rows
        return [
            Rectangle(top, left, bottom, end)
            for top, bottom in _stretches(target.top, target.bottom, down, high, rows)
            for left, end in _stretches(target.left, target.right, right, wide, columns)
        ]


def _stretches(first: int, last: int, offset: int, length: int, step: int) -> list[tuple[int, int]]:
    if length == step:
        return [(first, last)]
    starts = range(first + offset, last + 1, step)
    return [(start, min(start + length - 1, last)) for start in starts]


def common(areas: list[Rectangle], block: Rectangle) -> list[Rectangle]:
    """What of the areas lies in a block."""
    return [
        Rectangle(
            max(area.top, block.top),
            max(area.left, block.left),
            min(area.bottom, block.bottom),
            min(area.right, block.right),
        )
        for area in areas
        if area.touches(block)
    ]


def without(areas: list[Rectangle], hole: Rectangle) -> list[Rectangle]:
    """What of the areas lies outside of a block."""
    left: list[Rectangle] = []
    for area in areas:
        if not area.touches(hole):
            left.append(area)
            continue
        top, bottom = max(area.top, hole.top), min(area.bottom, hole.bottom)
        pieces = (
            Rectangle(area.top, area.left, hole.top - 1, area.right),
            Rectangle(top, area.left, bottom, hole.left - 1),
            Rectangle(top, hole.right + 1, bottom, area.right),
            Rectangle(hole.bottom + 1, area.left, area.bottom, area.right),
        )
        left += [piece for piece in pieces if piece.top <= piece.bottom and piece.left <= piece.right]
    return left


def is_covered(area: Rectangle, by: list[Rectangle]) -> bool:
    left = [area]
    for each in by:
        left = without(left, each)
    return not left
