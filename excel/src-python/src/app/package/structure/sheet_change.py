"""What happens to the cells of one sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.package.addresses import Rectangle
from app.package.cell_xml import CellChange
from app.package.structure.lines import LineShift

Position = tuple[int, int]


@dataclass(frozen=True)
class SheetChange:
    """What happens to the cells of one sheet."""

    rewrite: Callable[[str], str]
    """The text of a formula of this sheet."""
    shift: LineShift | None = None
    """Lines of this very sheet that are inserted or deleted."""
    formulas: Mapping[Position, str] | None = None
    """Texts of cells of shared formulas that have to stand for themselves now, by where the cells were."""
    made: Mapping[Position, CellChange] | None = None
    """What cells of the inserted lines hold, by where they are afterwards."""
    spills: Sequence[Rectangle] = ()
    """Blocks of dynamic arrays that the lines cut: their formula fills them again."""
