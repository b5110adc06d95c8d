"""What a user means by a typed time, date with time, fraction or amount, where the engine would see a text.

What could mean two things, such as ``1/2`` or ``24-Nov``, is left as typed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.engine.number_text import show_number

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+"
_HALF = " +(?P<half>[AaPp])[Mm]"
_SECONDS = r":(?P<second>[0-5]?\d)(?P<part>\.\d{1,9})?"
_TIME = rf"(?P<hour>\d{{1,4}}):(?P<minute>[0-5]?\d)(?:{_SECONDS})?(?:{_HALF})?"
_DATE = (
    r"(?:(?P<year>\d{4})(?P<by>[-/])(?P<month>\d\d?)(?P=by)(?P<day>\d\d?)"
    r"|(?P<month2>\d\d?)(?P<by2>[-/])(?P<day2>\d\d?)(?P=by2)(?P<year2>\d{4})"
    r"|(?P<year3>\d{4})年(?P<month3>\d\d?)月(?P<day3>\d\d?)日)"
)
_MONTHS = [name.lower() for name in calendar.month_name[1:]]
_FIRST_COMMON_DAY, _DAY_AFTER_LAST = 61, 2_958_466
# In days: less than a number of that size can tell.
_SAME_SECONDS = 1e-10
_DAY_ZERO = date(1899, 12, 30)
# Excel counts a 29 February 1900: what is before differs between programs.
_FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True)
class Reading:
    """The number that a text stands for."""

    number: float
    number_format: str | None = None
    """What a cell without a format of its own gets."""


def read_typed(text: str) -> Reading | None:
    """None: it is what the engine makes of it."""
    plain = text.strip()
    if not plain or len(plain) > 40 or not any(character.isdigit() for character in plain):
        return None
    for pattern, read in _READERS:
        if match := pattern.fullmatch(plain):
            return read(match)
    return None


def is_date_content(text: str) -> bool:
    """Whether the engine may have written a number so, as the date or time that it shows."""
    return text[:1].isdigit() and not text.replace(".", "", 1).isdigit()


def number_input(value: float, content: str) -> str:
    """What gives the number again when it is typed. ``content``: the engine's, which drops seconds and centuries."""
    if not is_date_content(content) or not 0 <= value < _DAY_AFTER_LAST:
        return content
    if value.is_integer():
        return show_number(value, "yyyy-mm-dd") if value >= _FIRST_COMMON_DAY else plain_number(value)
    text = show_number(value, "h:mm:ss" if value < 1 else "yyyy-mm-dd h:mm:ss")
    read = read_typed(text)
    return text if read is not None and abs(read.number - value) < _SAME_SECONDS else plain_number(value)


def plain_number(number: float) -> str:
    """As the engine reads it without giving it a format: never with an exponent."""
    return format(Decimal(repr(number)), "f")


def _read_time(match: re.Match[str]) -> Reading | None:
    found = _day_part(match)
    if found is None:
        return None
    if match["half"]:
        return Reading(found, "h:mm:ss AM/PM" if match["second"] else "h:mm AM/PM")
    if found >= 1:
        return Reading(found, "[h]:mm:ss")
    if match["part"]:
        return Reading(found, "mm:ss.0")
    return Reading(found, "h:mm:ss" if match["second"] else "h:mm")


def _read_hour(match: re.Match[str]) -> Reading | None:
    hour = int(match["hour"])
    if not 1 <= hour <= 12:
        return None
    return Reading((hour % 12 + _noon(match["half"])) / 24, "h:mm AM/PM")


def _noon(half: str) -> int:
    return 12 if half in "Pp" else 0


def _day_part(match: re.Match[str]) -> float | None:
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + _noon(match["half"])
    return (hour * 3600 + int(match["minute"]) * 60 + float((match["second"] or "0") + (match["part"] or ""))) / 86400


def _read_day(match: re.Match[str]) -> Reading | None:
    """A date, with a time behind it or in Chinese."""
    if match["month3"]:
        day, code = _serial(match["year3"], match["month3"], match["day3"]), 'yyyy"年"m"月"d"日"'
    elif match["month2"]:
        by = match["by2"]
        day, code = _serial(match["year2"], match["month2"], match["day2"]), f"mm{by}dd{by}yyyy"
    else:
        by = match["by"]
        day, code = _serial(match["year"], match["month"], match["day"]), f"yyyy{by}mm{by}dd"
    if day is None or match["hour"] is None:
        # Other dates are known to the engine.
        return Reading(day, code) if day is not None and match["month3"] else None
    time = _day_part(match)
    if time is None or time >= 1:
        return None
    return Reading(day + time, f"{code} {'h:mm:ss' if match['second'] else 'h:mm'}")


def _read_named(match: re.Match[str]) -> Reading | None:
    """``24-Nov-2026``, ``November 24, 2026``."""
    name = match["name"].lower()
    month = next((index for index, each in enumerate(_MONTHS, 1) if name in (each, each[:3])), None)
    if month is None:
        return None
    year = match["year"]
    if len(year) == 2:
        year = ("20" if int(year) < 30 else "19") + year
    day = _serial(year, str(month), match["day"])
    return None if day is None else Reading(day, "d-mmm-yy")


def _serial(year: str, month: str, day: str) -> int | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return (found - _DAY_ZERO).days if found >= _FIRST_DAY else None


def _read_fraction(match: re.Match[str]) -> Reading | None:
    over, under = int(match["over"]), int(match["under"])
    if under == 0:
        return None
    number = int(match["whole"]) + over / under
    marks = "?" * len(match["under"])
    return Reading(-number if match["sign"] == "-" else number, f"# {marks}/{marks}")


def _read_percent(match: re.Match[str]) -> Reading:
    number = float(match["number"].replace(",", "")) / 100
    return Reading(-number if match["sign"] == "-" else number, "0.00%" if "." in match["number"] else "0%")


def _read_amount(match: re.Match[str]) -> Reading:
    """``¥5``, ``-£1.50``; in brackets, as bookkeepers write what is below zero: ``(5)``, ``($1,234.50)``."""
    digits = match["number"]
    number = float(digits.replace(",", ""))
    symbol = (match["symbol"] or "").replace("￥", "¥")
    code = None
    if symbol or "," in digits:
        code = (f'"{symbol}"' if symbol else "") + "#,##0" + (".00" if "." in digits else "")
    return Reading(-number if match["sign"] else number, code)


Reader = Callable[[re.Match[str]], Reading | None]
_READERS: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(_TIME, re.ASCII), _read_time),
    (re.compile(r"(?P<hour>\d\d?)" + _HALF, re.ASCII), _read_hour),
    (re.compile(f"{_DATE}(?: +{_TIME})?", re.ASCII), _read_day),
    (re.compile(r"(?P<day>\d\d?)[- ](?P<name>[A-Za-z]{3,9})[- ,]+(?P<year>\d{4}|\d\d)", re.ASCII), _read_named),
    (re.compile(r"(?P<name>[A-Za-z]{3,9})[- ](?P<day>\d\d?), ?(?P<year>\d{4})", re.ASCII), _read_named),
    (re.compile(r"(?P<sign>[-+]?)(?P<whole>\d{1,9}) (?P<over>\d{1,3})/(?P<under>\d{1,3})", re.ASCII), _read_fraction),
    (re.compile(f"(?P<sign>[-+]?)(?P<number>{_NUMBER}) ?%", re.ASCII), _read_percent),
    (re.compile(f"(?P<sign>-?)(?P<symbol>[¥￥£]) ?(?P<number>{_NUMBER})", re.ASCII), _read_amount),
    (re.compile(rf"(?P<sign>\()(?P<symbol>[$€¥￥£]?)(?P<number>{_NUMBER})\)", re.ASCII), _read_amount),
]
