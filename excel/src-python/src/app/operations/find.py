"""What a user looks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.engine.port import Readable
from app.operations.take import Given, invalid, take_flag, take_object, take_text
from app.package.addresses import Rectangle

_AT_ONCE = 500


@dataclass(frozen=True)
class Find:
    """``FindOptions`` of the contract."""

    text: str
    match_case: bool
    whole_cell: bool
    in_formulas: bool


def take_find(given: Given) -> Find:
    options = take_object(given, "find")
    text = take_text(options, "text")
    if text == "":
        raise invalid("find.text", text, "a text to look for")
    return Find(
        text, take_flag(options, "matchCase"), take_flag(options, "wholeCell"), take_flag(options, "inFormulas")
    )


def make_pattern(find: Find) -> re.Pattern[str]:
    text = re.escape(find.text)
    # Letters of either case are looked for ten times as slowly as a plain text.
    ignores_case = not find.match_case and find.text.lower() != find.text.upper()
    return re.compile(rf"\A{text}\Z" if find.whole_cell else text, re.IGNORECASE if ignores_case else 0)


def find_in_sheet(cells: Readable, sheet: int, find: Find, area: Rectangle) -> list[tuple[int, int]]:
    """(row, column) of the cells that have the text, row by row."""
    pattern = make_pattern(find)
    anywhere = make_pattern(replace(find, whole_cell=False))
    read = cells.contents_of if find.in_formulas else cells.texts_of
    found: list[tuple[int, int]] = []
    for column, rows in cells.filled_columns(sheet, area):
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            texts = read(sheet, part, [column] * len(part))
            # Most parts have no match, which one search tells.
            if anywhere.search("\n".join(texts)):
                found += [(row, column) for row, text in zip(part, texts, strict=True) if pattern.search(text)]
    return sorted(found)
