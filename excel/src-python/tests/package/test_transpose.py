"""Formulas pasted with rows and columns exchanged, as Excel rewrites them."""

from __future__ import annotations

import pytest

from app.package.structure.formula_rewrite import transpose_formula


@pytest.mark.parametrize(
    ("formula", "transposed"),
    [
        ("A1+B1", "E4+E5"),
        ("SUM(A1:B1)", "SUM(E4:E5)"),
        ("$A$1*Other!A1", "$A$1*Other!E4"),
        # What is fixed in one direction moves along as in any copy.
        ("$A1+A$1", "$A6+C$1"),
        ('SUM(A:A)&"A1"', 'SUM(C:C)&"A1"'),
    ],
)
def test_what_was_to_the_left_is_above(formula: str, transposed: str) -> None:
    assert transpose_formula(formula, (1, 3), (6, 5)) == transposed


def test_off_the_sheet() -> None:
    assert transpose_formula("A1", (1, 3), (2, 5)) == "#REF!"
