"""A number as its format shows it: the engine shows times, fractions, currencies and much more otherwise than Excel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.engine.date_text import show_date
from app.engine.digits_text import show_digits, show_fraction, show_scientific

# Quoted and escaped characters are text; what no program knows is a text as well.
_TOKEN = re.compile(
    r'(?:"[^"]*"?)+|\\.|_.|\*.|\[[^\]]*\]|AM/PM|A/P|上午/下午|General|y+|m+|d+|h+|s+|a{3,4}|e(?![+-])|g+|E[+-]|[0#?]|.',
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|=|<|>)\s*(-?[0-9.]+)\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DATE_MARKS = re.compile(r"y+|m+|d+|h+|s+|a{3,4}|e|AM/PM|A/P|上午/下午", re.IGNORECASE)
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?%?", re.ASCII)
Token = tuple[str, str]
"""``text``: shown as it is; ``mark``: a letter of a date or a place for a digit; ``locale``: ``[$-804]``."""


@dataclass(frozen=True)
class Section:
    """One of the parts between semicolons."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None
    kind: str


def mended_text(text: str, value: float, code: str) -> str:
    """``text``: the engine's, which counts where the cell has no format."""
    return text if code.lower() in ("", "general") else show_number(value, code)


def is_certain(text: str, value: float) -> bool:
    """Whether an engine's ``text`` that is a plain number is right whatever the format: known without looking it up.

    The engine rounds some halves down, forgets some signs, and knows little of what is around the digits.
    """
    if not _PLAIN.fullmatch(text) or (value < 0) != text.startswith("-"):
        return False
    digits, _, decimals = text.strip("-%").partition(".")
    if digits.startswith("0") and len(digits) > 1:
        return False
    half = abs(value) * 10.0 ** (len(decimals) + 2 * text.endswith("%")) % 1 - 0.5
    return not -1e-4 < half < 1e-4


@lru_cache(maxsize=100_000)
def show_number(value: float, code: str) -> str:
    section, number = _choose(_sections(code), value)
    return _general(value) if section is None else _show(section, number)


def _show(section: Section, number: float) -> str:
    tokens = list(section.tokens)
    if section.kind == "date":
        return show_date(tokens, number)
    sign = "-" if number < 0 else ""
    if section.kind == "general":
        texts = [text for kind, text in tokens if kind != "locale"]
        shown = "".join(_general(abs(number)) if text in ("General", "@") else text for text in texts)
        return sign + shown
    if section.kind == "fraction":
        text = show_fraction(tokens, abs(number))
    elif section.kind == "scientific":
        text = show_scientific(tokens, abs(number))
    else:
        text = show_digits(tokens, abs(number))
    return sign + text if any(character in "123456789" for character in text) else text


def _general(number: float) -> str:
    return f"{number:.11g}".replace("e", "E")


def _choose(sections: tuple[Section, ...], value: float) -> tuple[Section | None, float]:
    """And the number that it shows: a section for what is below zero says so itself."""
    if not sections:
        return None, value
    if any(section.condition for section in sections):
        return _choose_by_condition(sections, value)
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _choose_by_condition(sections: tuple[Section, ...], value: float) -> tuple[Section, float]:
    for section in sections:
        if section.condition is not None and _holds(section.condition, value):
            sign, limit = section.condition
            return section, abs(value) if sign in ("<", "<=") and limit <= 0 else value
    return next((section for section in sections if section.condition is None), sections[-1]), value


def _holds(condition: tuple[str, float], value: float) -> bool:
    sign, limit = condition
    if sign in ("=", "<>"):
        return (value == limit) is (sign == "=")
    return (value == limit and "=" in sign) or (value < limit if "<" in sign else value > limit)


@lru_cache(maxsize=1_000)
def _sections(code: str) -> tuple[Section, ...]:
    """Those for numbers: the fourth is for texts, and a last one with ``@``."""
    found: list[Section] = []
    tokens: list[Token] = []
    condition = None
    for piece in [*_TOKEN.findall(code), ";"]:
        if piece == ";":
            found.append(Section(tuple(_elapsed(tokens)), condition, _kind(tokens)))
            tokens, condition = [], None
        elif match := _CONDITION.fullmatch(piece):
            condition = match[1], float(match[2])
        else:
            tokens += _read(piece)
    is_for_texts = len(found) > 1 and ("mark", "@") in found[-1].tokens
    return tuple(found[: -1 if is_for_texts else 3][:3])


def _read(piece: str) -> list[Token]:
    first = piece[0]
    if first == '"':
        return [("text", piece.replace('"', ""))]
    if first in "\\_*" and len(piece) > 1:
        # `_(` is as wide as the bracket; `*` fills what is left of the cell, whose width is not known here.
        return [("text", {"\\": piece[1], "_": " ", "*": ""}[first])]
    if first == "[":
        return _read_bracket(piece)
    if piece[0] in "gG" and piece.lower().strip("g") == "":
        # Names of eras: the years are those of our own.
        return []
    if _DATE_MARKS.fullmatch(piece) or piece in "0#?.,%/@" or piece.upper() in ("E+", "E-"):
        return [("mark", piece)]
    return [("mark", "General")] if piece.lower() == "general" else [("text", piece)]


def _read_bracket(piece: str) -> list[Token]:
    if _ELAPSED.fullmatch(piece):
        return [("mark", piece)]
    if piece.startswith("[$"):
        symbol, _, locale = piece[2:-1].partition("-")
        return [("text", symbol)] * bool(symbol) + [("locale", locale.upper())] * bool(locale)
    # Colours, [DBNum1] and what is not known.
    return []


def _elapsed(tokens: list[Token]) -> list[Token]:
    """Seconds have their decimals with them: ``ss.00`` is one mark."""
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1][1].lower() if joined else ""
        is_seconds = bool(joined) and joined[-1][0] == "mark" and last.strip("[]").startswith("s")
        if token[0] == "mark" and is_seconds and (token[1] == "." or (token[1] == "0" and "." in last)):
            joined[-1] = ("mark", joined[-1][1] + token[1])
        else:
            joined.append(token)
    return joined


def _kind(tokens: list[Token]) -> str:
    marks = [text for kind, text in tokens if kind == "mark"]
    if any(_DATE_MARKS.fullmatch(mark) or _ELAPSED.fullmatch(mark) for mark in marks):
        return "date"
    if "General" in marks or "@" in marks:
        return "general"
    places = [mark for mark in marks if mark in "0#?"]
    exponents = [index for index, mark in enumerate(marks) if mark[0] in "Ee"]
    if places and "/" in marks:
        return "fraction"
    return "scientific" if places and exponents else "plain"
