"""Rows moved by the block: what they become one by one, and hardly any of them one by one."""

from __future__ import annotations

import random
from xml.sax.saxutils import escape

import pytest

from app.errors import ServiceError
from app.package.addresses import column_letters
from app.package.structure import quick_rows, sheet_rows
from app.package.structure.follow_lines import FollowLines
from app.package.structure.lines import LineShift
from app.package.structure.sheet_change import SheetChange
from app.package.structure.sheet_rows import rewrite_rows

_ROWS, _COLUMNS = 60, 9


def _corner(dice: random.Random) -> str:
    row = (
        dice.choice([dice.randint(1, _ROWS), 1_048_576, 1_048_577]) if dice.random() < 0.02 else dice.randint(1, _ROWS)
    )
    letters = dice.choice(["XFD", "XFE"]) if dice.random() < 0.02 else column_letters(dice.randint(1, _COLUMNS))
    return f"{dice.choice(['', '$'])}{letters}{dice.choice(['', '$'])}{row}"


def _formula(dice: random.Random, kinds: list[int]) -> str:
    one, two = _corner(dice), _corner(dice)
    return [
        f"{one}+{two}*1E5",
        f"SUM({one}:{two})",
        f'IF({one}>0,"A1 ""is"" {two}",{two})',
        f'"say ""{one}"""&{two}',
        f"Main!{one}+Other!{two}",
        f"'Main'!{one}:{two}",
        f"SUM(B:C)+SUM(2:3)+SUM($2:$3)+{one}",
        f"LOG10({one})+TAX2024+_xlfn.STDEV.S({one}:{two})",
        f"{one}:INDEX({two}:{two},2)",
        f"Table1[[#This Row],[A1]]+{one}",
        f"a1+{one.lower()}",
        f"SUM({one}\n,{two})",
        f"{one}<>{two}",
    ][dice.choice(kinds)]


def _rows(dice: random.Random) -> bytes:
    rows = []
    kinds = dice.sample(range(13), dice.choice([1, 1, 1, 2, 4]))
    for row in range(1, _ROWS + 1):
        if dice.random() < 0.1:
            continue
        cells = []
        for column in range(1, _COLUMNS + 1):
            tag = f'<c r="{column_letters(column)}{row}"' + dice.choice(["", ' s="0"', f' s="{row}"', ' s="3" t="str"'])
            content = dice.choice(
                ["", f"<f>{escape(_formula(dice, kinds))}</f>", f"<f>{escape(_formula(dice, kinds))}</f><v>1</v>"]
            )
            cells.append(f"{tag}>{content}</c>" if content else f"{tag}/>")
        spans = dice.choice(["", f' spans="1:{_COLUMNS}"', ' ht="20" spans="1:9" hidden="1"'])
        rows.append(f'<row r="{row}"{spans}>{"".join(cells)}</row>')
    if dice.random() < 0.5:
        # A shared formula is of another kind.
        rows.append('<row r="70"><c r="A70"><f t="shared" ref="A70:B70" si="0">A1</f></c></row>')
    return "".join(rows).encode()


def _rewrite(content: bytes, own: str, shift: LineShift) -> bytes | str:
    change = SheetChange(FollowLines("Main", own, shift), shift if own == "Main" else None)
    try:
        return rewrite_rows(content, b"", change)
    except ServiceError as error:
        return error.code


@pytest.mark.parametrize("seed", range(100))
def test_as_one_by_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    content = _rows(dice)
    axis = dice.choice(["row", "column"])
    at = dice.choice([1, dice.randint(1, _ROWS if axis == "row" else _COLUMNS)])
    shift = LineShift(axis, at, dice.choice([1, 3, 200]), dice.random() < 0.6)
    own = dice.choice(["Main", "Main", "Other"])
    # Blocks of a few rows, so that the change is beside some of them and within others.
    monkeypatch.setattr(quick_rows, "_BLOCK_BYTES", 500)
    by_block = _rewrite(content, own, shift)
    monkeypatch.setattr(quick_rows.QuickRows, "rewrite", lambda *_: None)
    assert by_block == _rewrite(content, own, shift)


@pytest.mark.parametrize(("axis", "most"), [("row", 10_000), ("column", 0)])
def test_few_rows_are_moved_one_by_one(axis: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"".join(
        b'<row r="%d" spans="1:2"><c r="A%d"><v>1</v></c><c r="B%d"><f>A%d*2</f></c></row>' % (row, row, row, row)
        for row in range(1, 50_001)
    )
    slow = []
    split_rows = sheet_rows.split_rows

    def counted(block: bytes, *rest: object) -> object:
        slow.append(block.count(b"<row "))
        return split_rows(block, *rest)

    monkeypatch.setattr(sheet_rows, "split_rows", counted)
    rewritten = _rewrite(content, "Main", LineShift(axis, 2, 1, inserts=True))
    assert b'<row r="50001"' in rewritten if axis == "row" else b'<c r="C50000"><f>A50000*2</f>' in rewritten
    assert sum(slow) <= most
