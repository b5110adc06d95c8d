"""Structured references (``Sales[Amount]``) to columns and tables that are deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.package.formula_tokens import Kind, tokenize

_ITEM = re.compile(r"\[((?:'.|[^\[\]'])*)\]")
_ESCAPED = re.compile(r"'(.)", re.DOTALL)


@dataclass(frozen=True)
class TableLoss:
    """What a table loses. ``columns``: its names in lower case, as before, in order."""

    columns: tuple[str, ...]
    removed: frozenset[str]
    gone: bool = False
    header_gone: bool = False
    totals_gone: bool = False

    @property
    def is_any(self) -> bool:
        return bool(self.removed) or self.gone or self.header_gone or self.totals_gone


def forget(formula: str, losses: Mapping[str, TableLoss]) -> str:
    """References to what is gone read ``#REF!``; a stretch of columns shrinks. ``losses`` by lower name."""
    if not losses or not any(name in formula.lower() for name in losses):
        return formula
    tokens = tokenize(formula)
    pieces: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        loss = losses.get(token.text.lower()) if token.kind is Kind.NAME else None
        if loss is None:
            pieces.append(token.text)
            continue
        brackets = ""
        if index < len(tokens) and tokens[index].kind is Kind.BRACKETS:
            brackets = tokens[index].text
            index += 1
        left = None if loss.gone else _left_of(brackets, loss)
        pieces.append("#REF!" if left is None else token.text + left)
    return "".join(pieces)


def _left_of(brackets: str, loss: TableLoss) -> str | None:
    """What the brackets say now; None when what they name is gone."""
    inner = brackets[1:-1]
    items = list(_ITEM.finditer(inner))
    if not items:
        return None if _is_gone(inner, loss) else brackets
    columns = [item for item in items if not item[1].startswith("#")]
    if any(_is_gone(item[1], loss) for item in items if item not in columns):
        return None
    if len(columns) != 2:
        return None if any(_is_gone(item[1], loss) for item in columns) else brackets
    first, last = (_number_of(item[1], loss) for item in columns)
    if first is None or last is None:
        return brackets
    kept = [number for number in range(min(first, last), max(first, last) + 1) if _name(loss, number)]
    if not kept:
        return None
    ends = (kept[0], kept[-1]) if first <= last else (kept[-1], kept[0])
    texts = [
        item[0] if number == old else f"[{escape_name(loss.columns[number])}]"
        for item, number, old in zip(columns, ends, (first, last), strict=True)
    ]
    before, between = inner[: columns[0].start()], inner[columns[0].end() : columns[1].start()]
    return f"[{before}{texts[0]}{between}{texts[1]}{inner[columns[1].end() :]}]"


def _is_gone(item: str, loss: TableLoss) -> bool:
    if item.startswith("#"):
        word = item.lower()
        return (word == "#headers" and loss.header_gone) or (word == "#totals" and loss.totals_gone)
    # Typed with a mark for its row: ``[@Amount]``.
    return plain_name(item.removeprefix("@")) in loss.removed


def _number_of(item: str, loss: TableLoss) -> int | None:
    name = plain_name(item)
    return next((number for number, each in enumerate(loss.columns) if each.lower() == name), None)


def _name(loss: TableLoss, number: int) -> bool:
    return loss.columns[number].lower() not in loss.removed


def plain_name(item: str) -> str:
    """A column's name in lower case, without the ``'`` before signs that mean something."""
    return _ESCAPED.sub(r"\1", item).lower()


def escape_name(name: str) -> str:
    """With a ``'`` before signs that mean something."""
    return re.sub(r"(['\[\]#@])", r"'\1", name)
