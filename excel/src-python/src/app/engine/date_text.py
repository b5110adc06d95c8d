"""Dates, times and durations as a format shows them, by Excel's 1900 calendar."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Sequence
from datetime import date, timedelta

# Excel's own: the cell is filled with it.
_NO_DATE = "########"
_FIRST_WRONG, _LAST_DAY = 60, 2_958_465
_ZERO_DAY = date(1899, 12, 30)
_CHINESE_DAYS = "日一二三四五六"
_CHINESE_MONTHS = [f"{digit}月" for digit in (*"一二三四五六七八九十", "十一", "十二")]
_CHINESE = {"804", "404", "C04", "1004", "1404"}
_DECIMALS = re.compile(r"s\]?\.(0*)$", re.IGNORECASE)

Token = tuple[str, str]


def show_date(tokens: Sequence[Token], number: float) -> str:
    """``tokens``: see `app.engine.number_text`."""
    tokens = list(_with_minutes(tokens))
    marks = [text for kind, text in tokens if kind in ("mark", "minute")]
    # 1. Rounded to what is shown, so that 59.9 seconds are the next minute; without seconds, time that has not
    # passed is not shown.
    decimals = max((len(match[1]) for mark in marks if (match := _DECIMALS.search(mark))), default=0)
    has_seconds = any(mark.lower().strip("[").startswith("s") for mark in marks)
    seconds = round(number * 86400, decimals if has_seconds else 3)
    if seconds < 0 or seconds >= (_LAST_DAY + 1) * 86400:
        return _NO_DATE
    day = int(seconds // 86400)
    parts = _day_parts(day)
    is_half = any(mark.upper() in ("AM/PM", "A/P", "上午/下午") for mark in marks)
    locale = next((text for kind, text in tokens if kind == "locale"), "")
    is_chinese = locale[-3:].lstrip("0") in _CHINESE or locale[-4:] in _CHINESE
    # 2. Mark by mark.
    shown = []
    for kind, text in tokens:
        if kind == "mark":
            shown.append(_show_mark(text, parts, seconds, is_half=is_half, is_chinese=is_chinese))
        elif kind == "minute":
            shown.append(_show_time(text, seconds, is_half=is_half))
        elif kind == "text":
            shown.append(text)
    return "".join(shown)


def _with_minutes(tokens: Sequence[Token]) -> list[Token]:
    """``m`` is a minute after hours and before seconds, and else a month."""
    changed = list(tokens)
    letters = [index for index, (kind, text) in enumerate(tokens) if kind == "mark" and text.strip("[")[:1].isalpha()]
    letters = [index for index in letters if tokens[index][1].upper() not in ("AM/PM", "A/P")]
    for place, index in enumerate(letters):
        text = tokens[index][1].lower()
        if text.strip("[]")[0] != "m":
            continue
        before = tokens[letters[place - 1]][1].lower().strip("[")[0] if place else ""
        after = tokens[letters[place + 1]][1].lower().strip("[")[0] if place + 1 < len(letters) else ""
        if text.startswith("[") or (len(text) <= 2 and (before == "h" or after == "s")):
            changed[index] = ("minute", tokens[index][1])
    return changed


def _day_parts(day: int) -> tuple[int, int, int, int]:
    """Year, month, day, weekday from Sunday. Excel has a day 0 and a 29 February in 1900."""
    weekday = (day - 1) % 7
    if day == 0:
        return 1900, 1, 0, weekday
    if day == _FIRST_WRONG:
        return 1900, 2, 29, weekday
    found = _ZERO_DAY + timedelta(days=day + (day < _FIRST_WRONG))
    return found.year, found.month, found.day, weekday


def _show_mark(mark: str, parts: tuple[int, int, int, int], seconds: float, *, is_half: bool, is_chinese: bool) -> str:
    year, month, day, weekday = parts
    letter, length = mark[0].lower(), len(mark)
    if "/" in mark and length > 1:
        first, second = ("上午", "下午") if is_chinese else mark.split("/")
        return first if seconds % 86400 < 43200 else second
    if letter in "ye":
        return f"{year % 100:02}" if letter == "y" and length <= 2 else f"{year:04}"
    if letter == "m":
        return _show_month(month, length, is_chinese=is_chinese)
    if letter in "da":
        return (
            f"{day:0{length}}"
            if length <= 2
            else _show_weekday(weekday, length, is_chinese=is_chinese or letter == "a")
        )
    # Digits of its own and the like are shown as they are.
    return _show_time(mark, seconds, is_half=is_half) if letter in "hs[" else mark


def _show_weekday(weekday: int, length: int, *, is_chinese: bool) -> str:
    if is_chinese:
        return ("周" if length == 3 else "星期") + _CHINESE_DAYS[weekday]
    name = calendar.day_name[(weekday - 1) % 7]
    return name[:3] if length == 3 else name


def _show_month(month: int, length: int, *, is_chinese: bool) -> str:
    if length <= 2:
        return f"{month:0{length}}"
    if is_chinese and length != 5:
        return f"{month}月" if length == 3 else _CHINESE_MONTHS[month - 1]
    name = calendar.month_name[month]
    return {3: name[:3], 5: name[0]}.get(length, name)


def _show_time(mark: str, seconds: float, *, is_half: bool) -> str:
    """``h``, ``mm``, ``ss.0``, ``[h]`` and their kin."""
    letters, _, decimals = mark.partition(".")
    inside = letters.strip("[]").lower()
    width = len(inside)
    is_elapsed = letters.startswith("[")
    if inside[0] == "h":
        hours = math.floor(seconds / 3600)
        if not is_elapsed:
            hours %= 24
            hours = (hours % 12 or 12) if is_half else hours
        return f"{hours:0{width}}"
    if inside[0] == "m":
        minutes = math.floor(seconds / 60)
        return f"{minutes if is_elapsed else minutes % 60:0{width}}"
    shown = seconds if is_elapsed else seconds % 60
    if not decimals:
        return f"{math.floor(shown):0{width}}"
    return f"{shown:0{min(width, 2) + 1 + len(decimals)}.{len(decimals)}f}"
