"""Reads a worksheet part with expat: where its rows begin, and the cells that the caller wants.

Only elements of the main namespace count, whatever their prefix; positions may be implicit (no ``r``).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from app.package.addresses import Rectangle, format_address, parse_address
from app.package.parts import MAIN, Package
from app.package.xml_bytes import create_parser, parse_xml, unreadable

_ROW, _CELL, _FORMULA, _VALUE = (f"{MAIN}}}{name}" for name in ("row", "c", "f", "v"))
_INLINE, _TEXT, _PHONETIC = (f"{MAIN}}}{name}" for name in ("is", "t", "rPh"))


class ScannedCell(NamedTuple):
    """A cell as the file has it; texts are parsed XML."""

    row: int
    column: int
    kind: str
    """The ``t`` attribute; ``n`` when there is none."""
    text: str | None
    """Text of ``<v>``, or of ``<is>``; None when there is neither."""
    has_formula: bool
    formula: str
    """Text of ``<f>``; empty for the child of a shared formula."""
    formula_attributes: dict[str, str] | None
    """Attributes of ``<f>`` (``t``, ``ref``, ``si``…), or None when it has none."""
    metadata: str | None
    """The ``cm`` attribute."""


@dataclass
class SheetScan:
    """Where the rows of a part are, and the arrays seen so far."""

    row_numbers: array[int] = field(default_factory=lambda: array("l"))
    row_offsets: array[int] = field(default_factory=lambda: array("q"))
    """Byte offsets of the rows' start tags in the UTF-8 document."""
    arrays: list[Rectangle] = field(default_factory=list)
    """Ranges of array formulas and data tables of more than one cell."""


def scan_sheet(
    package: Package,
    part: str,
    on_cell: Callable[[ScannedCell], None],
    *,
    formulas: bool = False,
    every: bool = False,
    addresses: Collection[str] = (),
) -> Iterator[SheetScan]:
    """See `scan_blocks`."""
    return scan_blocks(package.blocks(part), on_cell, formulas=formulas, every=every, addresses=addresses)


def scan_blocks(  # noqa: PLR0915  (closures: attributes of an object cost a second for a million cells)
    blocks: Generator[bytes] | list[bytes],
    on_cell: Callable[[ScannedCell], None],
    *,
    formulas: bool = False,
    every: bool = False,
    addresses: Collection[str] = (),
) -> Iterator[SheetScan]:
    """Calls ``on_cell`` for cells that hold something: with formulas or in arrays, at ``addresses``, or every one.

    Yields the scan after each block of the part, so that a caller may stream; the last one is whole.
    """
    scan = SheetScan()
    parser = create_parser(_ROW, _CELL, _FORMULA, _VALUE)
    arrays = scan.arrays
    row = 0
    address: str | None = None
    cell: list[str] = []
    is_wanted = False
    formula: str | None = None
    formula_attributes: list[str] = []
    pieces: list[str] | None = None
    in_value = False
    wanted_rows = {_position(address)[0] for address in addresses}

    # Text is collected only inside of wanted cells, and elements' ends are looked at only where blanks could count:
    # this is called five million times for a million cells.
    def start(name: str, attributes: list[str]) -> None:  # noqa: PLR0912  (a call for each kind costs as much)
        nonlocal row, address, cell, is_wanted, formula, formula_attributes, pieces, in_value
        if name == _CELL:
            if is_wanted:
                flush()
            address = attributes[1] if attributes and attributes[0] == "r" else find_address(attributes)
            cell = attributes
            is_wanted = every or address in addresses or (formulas and bool(arrays) and _is_in(arrays, address))
        elif name == _VALUE:
            if is_wanted:
                if pieces is not None and not in_value:
                    formula = "".join(pieces)
                pieces = []
                in_value = True
                parser.CharacterDataHandler = pieces.append
                # A text's blanks count, those behind a number do not.
                if "t" in cell:
                    parser.EndElementHandler = end
        elif name == _FORMULA:
            if formulas:
                is_wanted = True
            if is_wanted:
                formula_attributes = attributes
                formula = ""
                if formulas and attributes:
                    note_array(attributes)
                pieces = []
                parser.CharacterDataHandler = pieces.append
        elif name == _ROW:
            if is_wanted:
                flush()
            row = _row_number(attributes, row + 1)
            address = None
            scan.row_numbers.append(row)
            scan.row_offsets.append(parser.CurrentByteIndex)
            if wanted_rows:
                parser.StartElementHandler = start if row in wanted_rows else skip
        elif is_wanted:
            start_inline(name)

    def skip(name: str, attributes: list[str]) -> None:
        if name == _ROW:
            start(name, attributes)

    def start_inline(name: str) -> None:
        nonlocal pieces, in_value, formula
        if name == _INLINE:
            if pieces is not None and not in_value:
                # LibreOffice and SheetJS write the text of a formula so.
                formula = "".join(pieces)
            pieces = []
            in_value = True
            parser.CharacterDataHandler = None
            parser.EndElementHandler = end
        elif name == _PHONETIC:
            in_value = False
        elif name == _TEXT and pieces is not None and in_value:
            parser.CharacterDataHandler = pieces.append
        else:
            parser.CharacterDataHandler = None

    def end(name: str) -> None:
        nonlocal in_value
        if name in (_VALUE, _INLINE):
            parser.CharacterDataHandler = None
            parser.EndElementHandler = None
        elif name == _TEXT:
            parser.CharacterDataHandler = None
        elif name == _PHONETIC:
            in_value = True

    def find_address(attributes: list[str]) -> str:
        for index in range(2, len(attributes), 2):
            if attributes[index] == "r":
                return attributes[index + 1]
        return format_address(row, 1 if address is None else _position(address)[1] + 1)

    def note_array(attributes: list[str]) -> None:
        found = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if found.get("t") in ("array", "dataTable") and "ref" in found:
            area = _rectangle(found["ref"])
            if area.area > 1:
                arrays.append(area)

    def flush() -> None:
        nonlocal is_wanted, formula, formula_attributes, pieces, in_value
        text: str | None = None
        if pieces is not None:
            if in_value:
                text = "".join(pieces)
            else:
                formula = "".join(pieces)
            parser.CharacterDataHandler = None
            pieces = None
            in_value = False
        kind, metadata = "n", None
        for index in range(2, len(cell), 2):
            if cell[index] == "t":
                kind = cell[index + 1]
            elif cell[index] == "cm":
                metadata = cell[index + 1]
        if cell and cell[0] == "t":
            kind = cell[1]
        at_row, column = _position(address or "")
        found = None
        if formula_attributes:
            found = dict(zip(formula_attributes[::2], formula_attributes[1::2], strict=True))
            formula_attributes = []
        has_formula = formula is not None
        if has_formula or text is not None:
            # Blanks around a formula are those of an indented file.
            text_of_formula = "" if formula is None else formula.strip()
            on_cell(ScannedCell(at_row, column, kind, text, has_formula, text_of_formula, found, metadata))
        is_wanted = False
        formula = None

    parser.StartElementHandler = start
    for _ in parse_xml(blocks, parser):
        yield scan
    if is_wanted:
        flush()
    yield scan


def _is_in(arrays: list[Rectangle], address: str) -> bool:
    position = _position(address)
    return any(area.holds(position) for area in arrays)


def _position(address: str) -> tuple[int, int]:
    try:
        return parse_address(address)
    except ValueError as error:
        raise unreadable(f"a cell claims the address {address!r}") from error


def _rectangle(reference: str) -> Rectangle:
    try:
        return Rectangle.parse(reference)
    except ValueError as error:
        raise unreadable(f"an array formula claims the range {reference!r}") from error


def _row_number(attributes: list[str], implicit: int) -> int:
    for index in range(0, len(attributes), 2):
        if attributes[index] == "r":
            try:
                return int(attributes[index + 1])
            except ValueError as error:
                raise unreadable(f"a row claims the number {attributes[index + 1]!r}") from error
    return implicit
