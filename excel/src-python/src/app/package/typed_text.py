"""Which typed formulas may spill: asked of a scratch model of the same engine, since the port does not tell.

It has none of the workbook's sheets and names: only the text counts here.
"""

from __future__ import annotations

from collections.abc import Iterable

# Where typed formulas do not refer to.
_FAR_COLUMN = 16_384


def find_dynamic(formulas: Iterable[str]) -> set[str]:
    """Those of the formulas (with ``=``) that are dynamic arrays, whatever size they have now."""
    texts = list(dict.fromkeys(formulas))
    if not texts:
        return set()
    from ironcalc import UserModel, WorkbookError  # noqa: PLC0415  (most saves have no typed formula)

    model = UserModel("scratch")
    model.pause_evaluation()
    found = set()
    for row, text in enumerate(texts, 1):
        try:
            model.set_user_input(0, row, _FAR_COLUMN, text)
        except WorkbookError:
            # The live engine took it; as a plain formula it is right for all but arrays.
            continue
        structure = model.get_cell_array_structure(0, row, _FAR_COLUMN)
        if isinstance(structure, dict) and "DynamicAnchor" in structure:
            found.add(text)
    return found
