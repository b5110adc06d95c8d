"""Elements of a worksheet in the order that the schema wants (ECMA-376 part 1, 18.3.1.99)."""

from __future__ import annotations

from app.package.xml_tree import Element

_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip


def take_element(root: Element, local: str) -> Element:
    """The sheet's element of that name, made in its place when it is not there."""
    found = root.find(local)
    if found is not None:
        return found
    new = Element(root.prefix + local.encode("ascii"))
    root.children.insert(find_place(root, local), new)
    return new


def find_place(root: Element, local: str) -> int:
    """Where a new child of that name goes: behind its like, and before what the schema has behind them."""
    rank = _ORDER.index(local)
    for index, child in enumerate(root.children):
        if isinstance(child, Element) and child.local in _ORDER and _ORDER.index(child.local) > rank:
            return index
    return len(root.children)
