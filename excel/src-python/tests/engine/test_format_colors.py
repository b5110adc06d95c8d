"""Colours of number formats, by the sections of the format as Excel chooses them."""

from __future__ import annotations

import pytest

from app.engine.format_colors import format_color

RED, BLUE, GREEN = "#FF0000", "#0000FF", "#00FF00"


@pytest.mark.parametrize(
    ("number_format", "value", "color"),
    [
        ("#,##0.00;[Red]-#,##0.00", -1, RED),
        ("#,##0.00;[Red]-#,##0.00", 1, None),
        ("#,##0.00;[RED]-#,##0.00", 0, None),
        ("[Blue]0;[Red]0;[Green]0", 0, GREEN),
        ("[Blue]0", -3, BLUE),
        ("[Red][<100]0;[Blue][>=100]0", 99, RED),
        ("[Red][<100]0;[Blue][>=100]0", 100, BLUE),
        ("[Red][>=100]0;0", 5, None),
        ('"a;[Red]"0', -1, None),
        ("[$€-407] #,##0;[Red]-[$€-407] #,##0", -1, RED),
        ("[h]:mm", 1, None),
        ("0;-0;;[Red]@", 5, None),
    ],
)
def test_the_section_that_shows_a_value_gives_its_colour(number_format: str, value: float, color: str | None) -> None:
    assert format_color(number_format, value) == color
