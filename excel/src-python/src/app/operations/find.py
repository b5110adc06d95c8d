"""What a user looks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.operations.take import Given, invalid, take_flag, take_object, take_text


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
    return re.compile(rf"\A{text}\Z" if find.whole_cell else text, 0 if find.match_case else re.IGNORECASE)
