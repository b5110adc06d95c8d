"""Conditional formats that IronCalc reads otherwise than Excel: put right in the loaded model, before it is computed.

The engine evaluates rules itself, with the workbook. It ignores ``equalAverage`` and ``reverse``, takes a rule without
a style for one with the first style, compares neither texts nor empty cells in ``cellIs``, and looks for texts in texts
only.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ironcalc import UserModel, WorkbookError

from app.engine.quiet_stdout import quiet_stdout
from app.package.addresses import Rectangle, format_address
from app.package.format_rules import TEXT_KINDS, FormatRule, Style
from app.package.formula_tokens import Kind, tokenize

Rule = dict[str, Any]

# Each cell of such a rule looks at all of them: 0.3 s for 2,000. In larger areas the engine's own reading differs by a
# cell: it takes more of a percentage, and leaves out what equals the average.
_MAX_SEARCHED = 2_000
_NAMES = {
    "cellIs": ("CellIs",),
    "expression": ("Formula",),
    "aboveAverage": ("AboveAverage", "BelowAverage"),
    "top10": ("Top10", "Bottom10"),
    "duplicateValues": ("DuplicateValues",),
    "uniqueValues": ("UniqueValues",),
    "containsBlanks": ("Blanks",),
    "notContainsBlanks": ("NotBlanks",),
    "containsErrors": ("Errors",),
    "notContainsErrors": ("NoErrors",),
    "timePeriod": ("TimePeriod",),
    "colorScale": ("ColorScale",),
    "dataBar": ("DataBar",),
    "iconSet": ("IconSet", "IconRating"),
    **dict.fromkeys(TEXT_KINDS, ("Text",)),
}
_STYLELESS = ("colorScale", "dataBar", "iconSet")
_SIGNS = {
    "equal": "=",
    "notEqual": "<>",
    "greaterThan": ">",
    "lessThan": "<",
    "greaterThanOrEqual": ">=",
    "lessThanOrEqual": "<=",
}
_UNKNOWN = ("#NAME?", "#ERROR!", "#N/IMPL!")
_log = logging.getLogger(__name__)


def mend_rules(model: UserModel, sheet: int, rules: Sequence[FormatRule], styles: Sequence[Style]) -> None:
    """Evaluation is paused. What can't be evaluated as Excel does is taken out: see `is_drawn`."""
    names = constant_names(model)
    pairs = _pair(model, sheet, rules)
    unwanted: list[int] = []
    for index, rule, found in pairs:
        if not is_drawn(rule, names):
            unwanted.append(index)
            continue
        new = _mended(model, sheet, index, rule, found, styles)
        if new is not None:
            _update(model, sheet, index, rule.range, new)
    order = [(index, rule.priority) for index, rule, _ in pairs]
    read = {id(rule) for _, rule, _ in pairs}
    for rule in rules:
        # The engine reads some of them.
        if rule.is_late and id(rule) not in read and rule.formulas and is_drawn(rule, names) and _formula(rule):
            _add(model, sheet, rule, order)
    for index in sorted(unwanted, reverse=True):
        model.delete_conditional_formatting(sheet, index)


def is_drawn(rule: FormatRule, names: frozenset[str] = frozenset()) -> bool:
    """Whether what is shown of a rule is what Excel shows. ``names``: those that the engine does not know."""
    if rule.kind not in _NAMES or rule.deviations:
        return False
    if rule.is_reversed and rule.icons.endswith(("Rating", "Quarters", "Stars", "Boxes")):
        return False
    if rule.kind in ("expression", "cellIs", *TEXT_KINDS):
        return bool(rule.formulas) and all(_is_known(formula, names) for formula in rule.formulas)
    return True


def constant_names(model: UserModel) -> frozenset[str]:
    """Defined names that are no references: the engine says ``#NAME?`` of them."""
    found = model.get_defined_name_list()
    return frozenset(each["name"].lower() for each in found if "!" not in each["formula"])


@lru_cache(maxsize=512)
def _is_known(formula: str, names: frozenset[str]) -> bool:
    """Tried in a workbook of its own, where every reference is to an empty cell."""
    try:
        tokens = tokenize(_plain(formula))
    except ValueError:
        return False
    if any(
        token.kind is Kind.BRACKETS or (token.kind is Kind.NAME and token.text.lower() in names) for token in tokens
    ):
        return False
    text = "".join(
        "$A$1" if _is_name(token.text, token.kind) else token.text for token in tokens if token.kind is not Kind.SHEET
    )
    with quiet_stdout():
        model = UserModel("try", "en", "UTC", "en")
    try:
        model.set_user_input(0, 500, 500, f"={text}")
    except WorkbookError:
        return False
    return model.get_cell_value(0, 500, 500) not in _UNKNOWN


def _is_name(text: str, kind: Kind) -> bool:
    return kind is Kind.NAME and text.upper() not in ("TRUE", "FALSE")


def _pair(model: UserModel, sheet: int, rules: Sequence[FormatRule]) -> list[tuple[int, FormatRule, Rule]]:
    """(index in the engine, as the file has it, as the engine has it). Both are in the file's order."""
    found = sorted(model.get_conditional_formatting_list(sheet), key=lambda each: each["index"])
    pairs: list[tuple[int, FormatRule, Rule]] = []
    position = 0
    for each in found:
        for at in range(position, len(rules)):
            rule = rules[at]
            if rule.range == each["range"] and each["cf_rule"]["type"] in _NAMES.get(rule.kind, ()):
                pairs.append((each["index"], rule, each["cf_rule"]))
                position = at + 1
                break
    return pairs


def _mended(
    model: UserModel, sheet: int, index: int, rule: FormatRule, found: Rule, styles: Sequence[Style]
) -> Rule | None:
    """The rule that says what the file's one means; None when it is as it is."""
    if rule.kind == "iconSet":
        return _reversed(found) if rule.is_reversed else None
    if rule.kind in _STYLELESS:
        return None
    style = _style(model, sheet, index, rule, styles, found)
    if (formula := _formula(rule)) is not None:
        return {"type": "Formula", "formula": f"={formula}", "format": style, "stop_if_true": rule.stops}
    old = _engine_style(model, sheet, index)
    return None if style == old else {**_without_style(found), "format": style}


def _formula(rule: FormatRule) -> str | None:
    """What a rule means as a formula; None: the engine knows better."""
    cell = format_address(*rule.first)
    if rule.kind == "cellIs":
        return _compare(cell, rule.operator, [_plain(formula) for formula in rule.formulas])
    if (rule.kind in TEXT_KINDS and rule.formulas) or (rule.kind == "expression" and rule.is_late):
        return _plain(rule.formulas[0])
    if rule.kind not in ("aboveAverage", "top10") or sum(area.area for area in rule.areas) > _MAX_SEARCHED:
        return None
    all_cells = ",".join(_absolute(area) for area in rule.areas)
    if rule.kind == "aboveAverage" and rule.counts_equal:
        return f"AND(ISNUMBER({cell}),{cell}{'<=' if rule.is_below else '>='}AVERAGE({all_cells}))"
    if rule.kind == "top10" and rule.is_percent:
        count = f"MAX(1,INT(COUNT({all_cells})*{rule.rank}/100))"
        edge = f"SMALL(({all_cells}),{count})" if rule.is_bottom else f"LARGE(({all_cells}),{count})"
        return f"AND(ISNUMBER({cell}),{cell}{'<=' if rule.is_bottom else '>='}{edge})"
    return None


def _compare(cell: str, operator: str, operands: Sequence[str]) -> str | None:
    if operator in _SIGNS and operands:
        return f"{cell}{_SIGNS[operator]}({operands[0]})"
    if operator in ("between", "notBetween") and len(operands) == 2:
        low, high = (f"{name}({operands[0]},{operands[1]})" for name in ("MIN", "MAX"))
        return f"AND({cell}>={low},{cell}<={high})" if operator == "between" else f"OR({cell}<{low},{cell}>{high})"
    return None


def _style(
    model: UserModel, sheet: int, index: int, rule: FormatRule, styles: Sequence[Style], found: Rule
) -> dict[str, Any]:
    if rule.is_plain:
        return {}
    style = dict(_engine_style(model, sheet, index))
    number = found.get("dxf_id")
    # In these styles the background is the colour of a solid fill.
    if number is not None and number < len(styles) and "fill" in styles[number]:
        style["fill"] = styles[number]["fill"]
    return style


def _engine_style(model: UserModel, sheet: int, index: int) -> dict[str, Any]:
    style = model.get_dxf_for_conditional_formatting(sheet, index) or {}
    return {key: value for key, value in style.items() if value is not None}


def _without_style(found: Rule) -> Rule:
    return {key: value for key, value in found.items() if key != "dxf_id"}


def _reversed(found: Rule) -> Rule:
    icons = [(each["icon"], each["color"]) for each in reversed(found["thresholds"])]
    turned = zip(found["thresholds"], icons, strict=True)
    return {**found, "thresholds": [{**each, "icon": icon, "color": color} for each, (icon, color) in turned]}


def _add(model: UserModel, sheet: int, rule: FormatRule, order: list[tuple[int, int]]) -> None:
    """The engine gives it the first place; it sinks below those that come before it."""
    new = {
        "type": "Formula",
        "formula": f"={_formula(rule)}",
        "format": dict(rule.style or {}),
        "stop_if_true": rule.stops,
    }
    try:
        model.add_conditional_formatting(sheet, rule.range, new)
    except WorkbookError as error:
        _log.info("The rule for %s is not drawn: %s", rule.range, error)
        return
    index = max(each["index"] for each in model.get_conditional_formatting_list(sheet))
    for _ in range(sum(priority < rule.priority for _, priority in order)):
        model.lower_conditional_formatting_priority(sheet, index)
    order.append((index, rule.priority))


def _update(model: UserModel, sheet: int, index: int, areas: str, rule: Rule) -> None:
    try:
        model.update_conditional_formatting(sheet, index, areas, rule)
    except WorkbookError as error:
        _log.info("The rule for %s stays as the engine reads it: %s", areas, error)


def _absolute(area: Rectangle) -> str:
    first, _, last = str(area).partition(":")
    return ":".join(
        f"${end.rstrip('0123456789')}${end.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}" for end in (first, last or first)
    )


def _plain(formula: str) -> str:
    return formula.replace("_xlfn._xlws.", "").replace("_xlfn.", "")
