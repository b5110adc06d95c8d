"""Plain numbers, fractions and powers of ten as a format shows them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

Token = tuple[str, str]
# As many digits as the largest number has, and as many as a format may ask for.
_WIDE = Context(prec=700)
_PLACES = {"0": "0", "#": "", "?": " "}
"""What a place without a digit shows."""


def show_digits(tokens: Sequence[Token], number: float) -> str:
    """``tokens``: see `app.engine.number_text`. ``number`` is not below zero; the sign is its caller's."""
    return _fill(list(tokens), _decimal(number))


def _decimal(number: float) -> Decimal:
    """As Excel has it: 15 digits."""
    return Decimal(f"{number:.15g}")


def _fill(tokens: list[Token], number: Decimal) -> str:
    marks = [text if kind == "mark" else "" for kind, text in tokens]
    places = [index for index, mark in enumerate(marks) if mark in _PLACES]
    point = next((index for index, mark in enumerate(marks) if mark == "."), len(marks))
    whole = [index for index in places if index < point]
    part = [index for index in places if index > point]
    # 1. Commas behind the last place are thousands that are left out; between places they separate.
    last = max(whole, default=-1)
    commas = [index for index, mark in enumerate(marks) if mark == ","]
    scale = len([index for index in commas if last < index < point or index > max(places, default=len(marks))])
    is_grouped = any(min(whole, default=0) < index < last for index in commas)
    number = number.scaleb(2 * marks.count("%") - 3 * scale)
    number = number.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP, _WIDE)
    digits, _, decimals = format(number, "f").partition(".")
    digits = digits.lstrip("0")
    # 2. From the right, place by place; what is left over goes to the first.
    shown: dict[int, str] = {}
    for count, index in enumerate(reversed(whole)):
        own = digits[-1:] if index != whole[0] else digits
        digits = digits[:-1] if index != whole[0] else ""
        own = own or _PLACES[marks[index]]
        shown[index] = _group(own, count) if is_grouped else own
    kept = decimals.rstrip("0")
    for count, index in enumerate(part):
        shown[index] = decimals[count] if count < len(kept) else _PLACES[marks[index]]
    return "".join(_show(token, index, shown) for index, token in enumerate(tokens))


def _show(token: Token, index: int, shown: dict[int, str]) -> str:
    kind, text = token
    if index in shown:
        return shown[index]
    return "" if kind == "locale" or (kind == "mark" and text == ",") else text


def _group(own: str, count: int) -> str:
    """With a comma behind each digit that has a multiple of three to its right. ``count``: those of the last one."""
    if not own.strip():
        return own
    grouped = ""
    for place, digit in enumerate(reversed(own), count):
        grouped = digit + ("," if place and place % 3 == 0 else "") + grouped
    return grouped


def show_scientific(tokens: Sequence[Token], number: float) -> str:
    """The exponent is a multiple of the number of places before the point: ``##0.0E+0`` has 12.3E+3."""
    marks = [text if kind == "mark" else "" for kind, text in tokens]
    at = next(index for index, mark in enumerate(marks) if mark and mark[0] in "Ee")
    point = next((index for index, mark in enumerate(marks[:at]) if mark == "."), at)
    step = max(1, sum(mark in _PLACES for mark in marks[:point]))
    decimals = sum(mark in _PLACES for mark in marks[point:at])
    value = _decimal(number)
    exponent = 0 if not value else value.adjusted() // step * step
    mantissa = value.scaleb(-exponent).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)
    if mantissa >= Decimal(10) ** step:
        exponent += step
        mantissa = value.scaleb(-exponent)
    sign = "-" if exponent < 0 else "+" * (marks[at][1] == "+")
    left = _fill(list(tokens[:at]), mantissa)
    return f"{left}E{sign}{_fill(list(tokens[at + 1 :]), Decimal(abs(exponent)))}"


def show_fraction(tokens: Sequence[Token], number: float) -> str:
    """``# ?/?``, ``# ??/16``, ``?/?``."""
    tokens = list(tokens)
    slash = tokens.index(("mark", "/"))
    # 1. Around the slash: places, or a number that is written there.
    start = slash
    while start > 0 and tokens[start - 1][1] in _PLACES:
        start -= 1
    end = slash + 1
    while end < len(tokens) and (tokens[end][1] in _PLACES or tokens[end][1].isdigit()):
        end += 1
    over, under = tokens[start:slash], tokens[slash + 1 : end]
    whole = tokens[:start]
    has_whole = any(kind == "mark" and text in _PLACES for kind, text in whole)
    # 2. The nearest one.
    value = Fraction(f"{number:.15g}")
    units, rest = divmod(value, 1) if has_whole else (0, value)
    fixed = "".join(text for _, text in under)
    if fixed.strip("0#?"):
        below = max(1, int("".join(character for character in fixed if character.isdigit())))
        above = int(rest * below + Fraction(1, 2))
    else:
        near = rest.limit_denominator(10 ** max(1, len(under)) - 1)
        above, below = near.numerator, near.denominator
    if has_whole and above == below:
        units, above, below = units + 1, 0, 1
    # 3. A whole number has blanks in its place.
    is_blank = has_whole and above == 0
    tail = _fill(tokens[end:], Decimal(0)) if end < len(tokens) else ""
    places = "".join(text for _, text in over)
    top = "".join("0" if mark == "0" else " " if mark == "?" else "" for mark in places)
    top = top[: max(0, len(top) - len(str(above)))] + str(above)
    bottom = str(below).ljust(len(under) if "?" in fixed else 0)
    left = _fill(whole, Decimal(units)) if units or not has_whole or is_blank else _blank(whole)
    if is_blank:
        if not units and not left.strip():
            left = "0" + left
        return left + " " * (len(top) + 1 + len(bottom)) + tail
    return f"{left}{top}/{bottom}{tail}"


def _blank(whole: Sequence[Token]) -> str:
    return _fill(list(whole), Decimal(0))
