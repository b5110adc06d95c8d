"""Formulas copied by the quick way, and by their tokens: the same."""

from __future__ import annotations

import random

import pytest
from tests.package.test_quick_rows import _formula

from app.package.structure import formula_rewrite
from app.package.structure.formula_rewrite import copy_formula
from app.package.structure.quick_copy import copy_simple


@pytest.mark.parametrize("seed", range(10))
def test_as_by_tokens(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    offsets = (0, 1, -1, 3, -7, 20, 16_000, 1_000_000)
    formulas = [_formula(dice, list(range(13))) for _ in range(300)]
    copies = [(formula, dice.choice(offsets), dice.choice(offsets)) for formula in formulas]
    quick = [copy_formula(*copy) for copy in copies]
    monkeypatch.setattr(formula_rewrite, "copy_simple", lambda *_: None)
    assert quick == [copy_formula(*copy) for copy in copies]


@pytest.mark.parametrize("formula", ["A1+$B2*C$3-$D$4", "SUM(A1:B2)/COUNT($A$1:B$2)", "IF(A1>=10,B1^2,C1%)"])
def test_plain_formulas_take_the_quick_way(formula: str) -> None:
    assert copy_simple(formula, 1, 1) is not None
