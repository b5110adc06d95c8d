"""Typed formulas as files store them, what they refer to, and their translation."""

from __future__ import annotations

import pytest

from app.package.downstream import find_downstream
from app.package.formula_tokens import tokenize
from app.package.formula_write import store_formula
from app.package.references import _find_by_tokens, find_references, translate


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("=sum(a1:b2)", "SUM(A1:B2)"),
        ("= 1 + 2", "1 + 2"),
        ("=xlookup(1,A:A,B:B)", "_xlfn.XLOOKUP(1,A:A,B:B)"),
        ("=FILTER(A:A,A:A>0)", "_xlfn._xlws.FILTER(A:A,A:A>0)"),
        ("=LET(x,1,y, x*2,x+y)", "_xlfn.LET(_xlpm.x,1,_xlpm.y, _xlpm.x*2,_xlpm.x+_xlpm.y)"),
        ("=LAMBDA(a,b,a*b)(2,3)", "_xlfn.LAMBDA(_xlpm.a,_xlpm.b,_xlpm.a*_xlpm.b)(2,3)"),
        ("=LET(f,LAMBDA(a,a*2),f(3))", "_xlfn.LET(_xlpm.f,_xlfn.LAMBDA(_xlpm.a,_xlpm.a*2),_xlpm.f(3))"),
        ("=IF(1,LET(a,2,a))+a", "IF(1,_xlfn.LET(_xlpm.a,2,_xlpm.a))+a"),
        ("=SUM('My s'!a1#)+1", "SUM(_xlfn.ANCHORARRAY('My s'!A1))+1"),
        ("=A1#+B1#", "_xlfn.ANCHORARRAY(A1)+_xlfn.ANCHORARRAY(B1)"),
        ("=@A1:A3+1", "_xlfn.SINGLE(A1:A3)+1"),
        ("=@f(1,(2))", "_xlfn.SINGLE(F(1,(2)))"),
        ("=@a1#", "_xlfn.SINGLE(_xlfn.ANCHORARRAY(A1))"),
        ("=Tab[@v]*Tab[[#Totals],[a b]]", "Tab[[#This Row],[v]]*Tab[[#Totals],[a b]]"),
        ('="xlookup(a1) ""x"""&true', '"xlookup(a1) ""x"""&TRUE'),
        ("='it''s, let(x'!b2", "'it''s, let(x'!B2"),
        ("={1,2;3,4}", "{1,2;3,4}"),
        ("=_xlfn.IFS(A1,1)", "_xlfn.IFS(A1,1)"),
        ("=#REF!+#n/a", "#REF!+#N/A"),
    ],
)
def test_stored_form(typed: str, stored: str) -> None:
    assert store_formula(typed) == stored


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "moved"),
    [
        ("A1+$A1+A$1+$A$1", 2, 3, "D3+$A3+D$1+$A$1"),
        ("SUM(A:B,$C:D,2:3,$4:5)", 1, 1, "SUM(B:C,$C:E,3:4,$4:6)"),
        ("Sheet2!A1:'x y'!B2", 1, 0, "Sheet2!A2:'x y'!B3"),
        ('LOG10(A1)&"A1"&Tab[A1]&A1.B', 1, 0, 'LOG10(A2)&"A1"&Tab[A1]&A1.B'),
        ("A1048576+XFD1", 1, 1, "B1+A2"),
        ("A10-A2", -1, 0, "A9-A1"),
        ("name_1+ABCD1+TRUE", 5, 5, "name_1+ABCD1+TRUE"),
        ("1E3+A1*2.5", 1, 0, "1E3+A2*2.5"),
    ],
)
def test_translation(formula: str, rows: int, columns: int, moved: str) -> None:
    assert translate(formula, rows, columns) == moved


@pytest.mark.parametrize("formula", ["'open", '"open', "[[x]", "Tab[[a]']b]", "1..2", "A1 : B2", "§$%&/()="])
def test_no_byte_is_lost(formula: str) -> None:
    assert "".join(token.text for token in tokenize(formula)) == formula


@pytest.mark.parametrize(
    ("formula", "areas", "is_open"),
    [
        ("SUM(B2:A1,C3)", [(None, "A1:B2"), (None, "C3")], False),
        ("'My ''s'!A1+Other!$B$2:$B$9", [("My 's", "A1"), ("Other", "B2:B9")], False),
        ("SUM(A:B)+SUM(2:3)", [(None, "A1:B1048576"), (None, "A2:XFD3")], False),
        ("rate*2", [], True),
        ("Tab[x]", [], True),
        ("[1]Sheet1!A1", [(None, "A1")], True),
        ("Jan:Dec!A1", [("Jan:Dec", "A1")], True),
        ("A1:INDEX(B:B,3)", [(None, "A1"), (None, "B1:B1048576")], True),
        ("_xlfn.ANCHORARRAY(A1)", [(None, "A1")], True),
    ],
)
def test_references(formula: str, areas: list[tuple[str | None, str]], is_open: bool) -> None:
    found = find_references(formula)
    assert [(item.sheet, str(item.area)) for item in found.references] == areas
    assert found.is_open is is_open


def test_downstream_follows_chains_ranges_and_sheets() -> None:
    formulas = {
        (0, 1, 1): "B1+1",
        (0, 2, 1): "SUM(A1:A1)*2",
        (0, 3, 1): "SUM(Other!A:A)",
        (1, 9, 1): "First!A2",
        (0, 4, 1): "Z1",
        (0, 5, 1): "SUM(Z1:Z1000)",
    }
    doubtful = {cell: find_references(text) for cell, text in formulas.items()}
    found = find_downstream(doubtful, [(0, 1, 2)], {"first": 0, "other": 1})
    assert found == {(0, 1, 1), (0, 2, 1), (1, 9, 1), (0, 3, 1)}


@pytest.mark.parametrize(
    "formula",
    [
        "A1*2", "SUM(A1:C3)+$D$4", "IF(F1>500,G1,H1)", "1E5+A1", "A1:B2:C3", "C3:A1", "NOW()+A1", "OFFSET(A1,1,1)",
        "LOG10(5)", "A:A", "1:3", "TRUE", "XFE1", "A1048577", "A1.5", "A1 B1", "SUM(A1,B1:B100)", "ABCD1", "A0",
        "$A1:B$2", "A1:INDEX(B1,2)",
        "R1C1+A1", "1.5E3*E3", "A1:B", "RATE", "-A1%",
    ],
)  # fmt: skip
@pytest.mark.parametrize("offset", [(0, 0), (3, 2), (-1, -1)])
def test_the_short_cut_for_simple_formulas_finds_the_same(formula: str, offset: tuple[int, int]) -> None:
    assert find_references(formula, *offset) == _find_by_tokens(formula, *offset)


def test_a_chain_against_the_order_of_the_file_is_followed_or_given_up_safely() -> None:
    doubtful = {(0, row, 1): find_references(f"A{row + 1}") for row in range(1, 100)}
    assert len(find_downstream(doubtful, [(0, 100, 1)], {})) == 99
