"""What a typed text stands for, as Excel (English) has it."""

from __future__ import annotations

import pytest

from app.engine.readings import Reading, read_typed

DAY = 46350  # 2026-11-24
AT_1504 = 904 / 1440


@pytest.mark.parametrize(
    ("text", "number", "number_format"),
    [
        ("15:04", AT_1504, "h:mm"),
        ("3:04 PM", AT_1504, "h:mm AM/PM"),
        ("12:04 am", 4 / 1440, "h:mm AM/PM"),
        ("3 PM", 0.625, "h:mm AM/PM"),
        ("15:04:05", AT_1504 + 5 / 86400, "h:mm:ss"),
        ("0:00:05.5", 5.5 / 86400, "mm:ss.0"),
        ("25:30", 25.5 / 24, "[h]:mm:ss"),
        ("2026-11-24 15:04", DAY + AT_1504, "yyyy-mm-dd h:mm"),
        ("11/24/2026 3:04 PM", DAY + AT_1504, "mm/dd/yyyy h:mm"),
        ("2026年11月24日", DAY, 'yyyy"年"m"月"d"日"'),
        ("24-Nov-2026", DAY, "d-mmm-yy"),
        ("November 24, 2026", DAY, "d-mmm-yy"),
        ("1 1/2", 1.5, "# ?/?"),
        ("-1 1/2", -1.5, "# ?/?"),
        ("0 3/16", 0.1875, "# ??/??"),
        ("50%", 0.5, "0%"),
        ("-12.5 %", -0.125, "0.00%"),
        ("¥1,234", 1234, '"¥"#,##0'),
        ("-£1.50", -1.5, '"£"#,##0.00'),
        ("(5)", -5, None),
        ("($1,234.50)", -1234.5, '"$"#,##0.00'),
    ],
)
def test_it_is_a_number(text: str, number: float, number_format: str | None) -> None:
    read = read_typed(f" {text}")
    assert read is not None
    assert read.number == pytest.approx(number, abs=1e-12)
    assert read.number_format == number_format


@pytest.mark.parametrize(
    "text",
    # Ambiguous, impossible, or known to the engine itself.
    [
        *("1/2", "24-Nov", "Nov 24", "MAR1", "1:75", "13:04 PM", "2026-02-30 1:00", "1 1/0", "2026-11-24", "7"),
        *("1:2:3:4", "3:04PM", "v 1:2", "()", "24-Xyz-2026", "1900-01-01 1:00", "2026-11-24 25:00", "٣:04"),
    ],
)
def test_it_stays_as_typed(text: str) -> None:
    assert read_typed(text) is None


def test_a_reading_is_a_plain_value() -> None:
    assert read_typed("6:00") == Reading(0.25, "h:mm")
