"""What belongs to cells outside of them, pasted along: validation, conditional formats, links, sparklines."""

from __future__ import annotations

import copy
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.package.addresses import Rectangle
from app.package.references import translate
from app.package.structure.formula_rewrite import Place, rewrite_formula
from app.package.structure.sheet_rest import change_formulas, join_areas, parse_areas
from app.package.structure.tiles import Tiles, common, is_covered, without
from app.package.xml_tree import Element

_MAIN = {"dataValidations": "dataValidation", "hyperlinks": "hyperlink"}
_EXTENDED = {
    "conditionalFormattings": "conditionalFormatting",
    "dataValidations": "dataValidation",
    "sparklines": "sparkline",
}
_IDENTITY = re.compile(rb'\s[\w.-]+:uid="[^"]*"')
# These look at each cell by itself, so that more cells change nothing for the others.
_CELL_RULES = {
    *("expression", "cellIs", "containsText", "notContainsText", "beginsWith", "endsWith", "timePeriod"),
    *("containsBlanks", "notContainsBlanks", "containsErrors", "notContainsErrors"),
}


@dataclass(frozen=True)
class Carried:
    """A copy for the target sheet, and the elements that it stands in, outermost first."""

    element: Element
    parents: tuple[Element, ...]


@dataclass(frozen=True)
class Carry:
    """Cells of a sheet, cut or copied, pasted."""

    tiles: Tiles
    cut: bool
    kinds: frozenset[str]
    """Names of the elements that go along."""
    other_sheet: str | None = None
    """Name of the source's sheet, when the target is on another one."""


def carry_rest(source: Element, target: Element, carry: Carry) -> list[Carried]:
    """Changes the roots of both sheets, which may be the same. Gives the copies that are to be put into the target."""
    tiles = carry.tiles
    copies: list[Carried] = []
    kept: set[int] = set()
    for parents, element in [*_attached(source)]:
        areas = areas_of(element)
        pieces = common(areas, tiles.source)
        if element.local not in carry.kinds or not pieces or element.is_on("pivot"):
            continue
        if carry.cut:
            copies += _copies(element, parents, pieces, carry)
            _leave(parents[-1], element, without(areas, tiles.source))
        elif source is target and _extend(element, pieces, carry):
            kept.add(id(element))
        else:
            copies += _copies(element, parents, pieces, carry)
    for parents, element in [*_attached(target)]:
        areas = areas_of(element)
        if (
            element.local in carry.kinds
            and id(element) not in kept
            and any(area.touches(tiles.target) for area in areas)
        ):
            _leave(parents[-1], element, without(areas, tiles.target))
    return copies


def _attached(root: Element) -> Iterator[tuple[tuple[Element, ...], Element]]:
    for child in root.elements():
        if child.local == "conditionalFormatting":
            yield (root,), child
        elif child.local in _MAIN:
            for element in child.elements(_MAIN[child.local]):
                yield (root, child), element
        elif child.local == "extLst":
            for extension in child.elements("ext"):
                yield from _extended((root, child, extension), extension)


def _extended(parents: tuple[Element, ...], holder: Element) -> Iterator[tuple[tuple[Element, ...], Element]]:
    for child in holder.elements():
        if child.local in _EXTENDED:
            for element in child.elements(_EXTENDED[child.local]):
                yield (*parents, child), element
        elif child.local in ("sparklineGroups", "sparklineGroup"):
            yield from _extended((*parents, child), child)


def clear_area(root: Element, kind: str, area: Rectangle) -> None:
    """Takes elements of a kind, such as ``hyperlink``, away from an area of a sheet; the rest of theirs stays."""
    for parents, element in [*_attached(root)]:
        areas = areas_of(element)
        if element.local == kind and any(each.touches(area) for each in areas):
            _leave(parents[-1], element, without(areas, area))


def areas_of(element: Element) -> list[Rectangle]:
    own = element.find("sqref")
    text = element.get("ref" if element.local == "hyperlink" else "sqref") if own is None else own.text
    return parse_areas(text or "")


def _set_areas(element: Element, areas: list[Rectangle]) -> None:
    own = element.find("sqref")
    if own is not None:
        own.text = join_areas(areas)
    else:
        element.set("ref" if element.local == "hyperlink" else "sqref", join_areas(areas))


def _leave(parent: Element, element: Element, areas: list[Rectangle]) -> None:
    """What is left of it, or nothing."""
    old = areas_of(element)
    if not areas:
        parent.remove(element)
        return
    if element.local == "hyperlink":
        place = parent.children.index(element)
        rest = []
        for area in areas[1:]:
            more = copy.deepcopy(element)
            _set_areas(more, [area])
            rest.append(more)
        parent.children[place + 1 : place + 1] = rest
        areas = areas[:1]
    else:
        row_offset, column_offset = areas[0].top - old[0].top, areas[0].left - old[0].left
        change_formulas(element, lambda formula: translate(formula, row_offset, column_offset))
    _set_areas(element, areas)


def _extend(element: Element, pieces: list[Rectangle], carry: Carry) -> bool:
    """Whether the element stands for the pasted cells as well, so that there is no need for another one."""
    if carry.tiles.transposed or element.local in ("hyperlink", "sparkline"):
        return False
    areas = areas_of(element)
    places = [place for piece in pieces for place in carry.tiles.places(piece)]
    inside = common(areas, carry.tiles.target)
    if all(is_covered(place, areas) for place in places) and all(is_covered(area, places) for area in inside):
        return True
    rules = [rule.get("type") or "" for rule in element.elements("cfRule")]
    first = areas[0]
    if not all(rule in _CELL_RULES for rule in rules) or common([first], carry.tiles.target):
        return False
    if any(place.top < first.top or place.left < first.left for place in places):
        # Programs differ in which cell formulas are seen from.
        return False
    _set_areas(element, [*without(areas, carry.tiles.target), *places])
    return True


def _copies(element: Element, parents: tuple[Element, ...], pieces: list[Rectangle], carry: Carry) -> Iterator[Carried]:
    anchor = areas_of(element)[0]
    places = [place for piece in pieces for place in carry.tiles.places(piece)]
    if not places:
        return
    # A link has one range; a sparkline is one cell's.
    groups = [[place] for place in places] if element.local in ("hyperlink", "sparkline") else [places]
    for group in groups:
        made = copy.deepcopy(element)
        for each in made.walk():
            each.attributes = _IDENTITY.sub(b"", each.attributes)
        _rename(made, str(group[0]))
        seen_from = pieces[0] if carry.cut else group[0]
        change_formulas(made, _follow(seen_from.top - anchor.top, seen_from.left - anchor.left, carry))
        _set_areas(made, group)
        yield Carried(made, parents)


def _follow(row_offset: int, column_offset: int, carry: Carry) -> Callable[[str], str]:
    def follow(formula: str) -> str:
        formula = translate(formula, row_offset, column_offset)
        name = carry.other_sheet
        if carry.cut and name is not None:
            formula = rewrite_formula(formula, lambda place: Place(name, place.area) if place.sheet is None else place)
        return formula

    return follow


def _rename(element: Element, place: str) -> None:
    """A rule and its extension find each other by an id, which is no other rule's."""
    for each in element.walk():
        if each.local == "cfRule" and each.get("id") is not None:
            each.set("id", _new_identity(each.get("id") or "", place))
        elif each.local == "id" and not each.elements():
            each.text = _new_identity(each.text, place)


def _new_identity(old: str, place: str) -> str:
    return f"{{{uuid.uuid5(uuid.NAMESPACE_URL, f'{old} {place}')}}}".upper()
