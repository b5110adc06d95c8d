"""How a row of values goes on: numbers, weekdays, months, texts that end in a number."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from app.engine.port import Value

_LISTS: tuple[tuple[str, ...], ...] = (
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    (
        *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
        *("October", "November", "December"),
    ),
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    ("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"),
    ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"),
)
_NUMBERED = re.compile(r"(.*?)(\d+)(\D?)", re.DOTALL)


def continue_series(seeds: Sequence[Value], count: int) -> list[float | str] | None:
    """The next ``count`` values; None when the seeds are no series, and are to be repeated."""
    if not seeds:
        return None
    numbers = [seed for seed in seeds if isinstance(seed, float) and not isinstance(seed, bool)]
    if len(numbers) == len(seeds):
        return [*_continue_numbers(numbers, count)]
    texts = [seed for seed in seeds if isinstance(seed, str)]
    if len(texts) == len(seeds):
        return _continue_list(texts, count) or _continue_numbered(texts, count)
    return None


def _continue_numbers(numbers: list[float], count: int) -> list[float]:
    size = len(numbers)
    if size == 1:
        return [numbers[0] + step for step in range(1, count + 1)]
    steps = {round(later - earlier, 12) for earlier, later in itertools.pairwise(numbers)}
    if len(steps) == 1:
        step = numbers[1] - numbers[0]
        return [_tidy(numbers[-1] + step * index) for index in range(1, count + 1)]
    # The straight line that fits best, as in Excel.
    middle = (size - 1) / 2
    mean = sum(numbers) / size
    slope = sum((index - middle) * (number - mean) for index, number in enumerate(numbers))
    slope /= sum((index - middle) ** 2 for index in range(size))
    return [_tidy(mean + slope * (index - middle)) for index in range(size, size + count)]


def _tidy(number: float) -> float:
    return float(f"{number:.15g}")


def _continue_list(texts: list[str], count: int) -> list[float | str] | None:
    for names in _LISTS:
        places = {name.lower(): index for index, name in enumerate(names)}
        found = [places.get(text.strip().lower()) for text in texts]
        if None in found:
            continue
        indices = [index for index in found if index is not None]
        step = indices[1] - indices[0] if len(indices) > 1 else 1
        if any((later - earlier - step) % len(names) for earlier, later in itertools.pairwise(indices)):
            return None
        made = [names[(indices[-1] + step * index) % len(names)] for index in range(1, count + 1)]
        return [name.upper() if texts[0].isupper() and texts[0].isascii() else name for name in made]
    return None


def _continue_numbered(texts: list[str], count: int) -> list[float | str] | None:
    matches = [_NUMBERED.fullmatch(text) for text in texts]
    found = [match for match in matches if match is not None]
    if len(found) != len(texts) or len({(match[1], match[3]) for match in found}) != 1:
        return None
    numbers = [int(match[2]) for match in found]
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 1
    if any(later - earlier != step for earlier, later in itertools.pairwise(numbers)):
        return None
    first = found[0]
    width = len(first[2]) if first[2].startswith("0") else 0
    return [f"{first[1]}{abs(numbers[-1] + step * index):0{width}d}{first[3]}" for index in range(1, count + 1)]
