"""Numbers as their formats show them: Excel's texts, which LibreOffice has as well but for days before March 1900."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.engine.number_text import is_certain, show_number

DAY = 46000.6  # 2025-12-09, a Tuesday, 14:24


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (904 / 1440, "h:mm", "15:04"),
        (DAY, "m/d/yy h:mm", "12/9/25 14:24"),
        (DAY, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "Tuesday, December 09, 2025"),
        (DAY, "[$-F400]h:mm:ss\\ AM/PM", "2:24:00 PM"),
        (DAY, '[$-804]yyyy"年"m"月"d"日"\\ dddd', "2025年12月9日 星期二"),
        (DAY, '上午/下午h"时"mm"分"', "下午2时24分"),
        (DAY, "[$-409]d\\-mmm\\-yy;@", "9-Dec-25"),
        (DAY, "mmmmm", "D"),
        (46000.9999999, "yyyy-mm-dd h:mm:ss", "2025-12-10 0:00:00"),
        (DAY, "mm:ss.0", "24:00.0"),
        (1.6, "[h]:mm", "38:24"),
        (1.6, "[mm]:ss", "2304:00"),
        (60, "yyyy-mm-dd", "1900-02-29"),
        (-1, "h:mm", "########"),
        (1.5, "# ?/?", "1 1/2"),
        (0.5, "# ?/?", " 1/2"),
        (3, "# ?/?", "3    "),
        (0.3, "# ??/16", "  5/16"),
        (-12345.6789, "# ??/??", "-12345 55/81"),
        (12345.6, "##0.0E+0", "12.3E+3"),
        (9999999999999, "0.00E+00", "1.00E+13"),
        (2.175, "#,##0.00", "2.18"),
        (1234567, '0.0,,"M"', "1.2M"),
        (-1.2, "00000", "-00001"),
        (5551234, "000-0000", "555-1234"),
        (1, "#,##0.00\\ [$€-407]", "1.00 €"),
        (-123, "[$$-409]#,##0.00_);[Red]\\([$$-409]#,##0.00\\)", "($123.00)"),
        (0, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', " - "),
        (51, "[Red][=50]General;[Blue]000", "051"),
        (23, '"Hello ""World"": "0', "Hello World: 23"),
        (12323, "[DBNum1][$-804]General", "12323"),
        (-1.2, "h:mm;@", "########"),
        (7, "@", "7"),
        (-0.001, "0.00", "0.00"),
    ],
)
def test_it_is_shown_as_in_excel(value: float, code: str, text: str) -> None:
    assert show_number(float(value), code) == text


@given(
    some.floats(allow_nan=False, allow_infinity=False), some.text('0#?.,%/@ydmhsEe+-;[]$"\\_*AMPG<>=1 ', max_size=20)
)
def test_no_format_is_too_strange(value: float, code: str) -> None:
    assert not show_number(value, code).startswith("#VALUE")


@pytest.mark.parametrize(("text", "value"), [("2.17", 2.175), ("1", -1.2), ("00001", -1.2), ("15:03", 0.6), ("5", 4.5)])
def test_what_may_be_wrong_is_looked_up(text: str, value: float) -> None:
    assert not is_certain(text, value)
    assert is_certain("2.18", 2.18)
    assert is_certain("-155%", -1.5497)
