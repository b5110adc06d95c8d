"""Sheets as nearly every program writes them are read without a parser, and say the same."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from tests.package.books import MAIN, given, make_package, read_part

from app.engine.port import Engine, Value
from app.package import plain_sheet, plan
from app.package.addresses import column_letters
from app.package.parts import Package
from app.package.save import save

_ROWS, _COLUMNS = 40, 6


def _cell(dice: random.Random, row: int, column: int) -> str:
    address = f"{column_letters(column)}{row}"
    style = dice.choice(["", ' s="5"'])
    formula = escape(dice.choice([f"A{row}*2", f'IF(A{row}>0,"a & b","")', f"NOW()+A{row}"]))
    value = dice.choice(["1", "12.5", "1e300", "-0", "nonsense"])
    return dice.choice(
        [
            "",
            f'<c r="{address}"{style}/>',
            f'<c r="{address}"{style}><v>{value}</v></c>',
            f'<c r="{address}"{style}><f>{formula}</f><v>{value}</v></c>',
            f'<c r="{address}"{style}><f aca="false">{formula}</f><v>{value}</v></c>',
            f'<c r="{address}"{style}><f>{formula}</f></c>',
            f'<c r="{address}"{style}><f>{formula}</f><v/></c>',
            f'<c r="{address}"{style}><f>{formula}</f><v></v></c>',
            f'<c r="{address}"{style} t="str"><f>{formula}</f><v>a &lt; b</v></c>',
            f'<c r="{address}"{style} t="str"><f>{formula}</f><v></v></c>',
            f'<c r="{address}"{style} t="b"><f>{formula}</f><v>1</v></c>',
            f'<c r="{address}"{style} t="e"><f>{formula}</f><v>#N/A</v></c>',
            f'<c r="{address}"{style} t="inlineStr"><f>{formula}</f><is><t>in line</t></is></c>',
            f'<c r="{address}"{style} cm="1"><f>{formula}</f><v>{value}</v></c>',
            f'<c r="{address}"{style}><f t="shared" si="{row % 3}"/><v>{value}</v></c>',
            f'<c r="{address}"{style}><f t="shared" ref="A1:A9" si="{row % 3}">{formula}</f><v>{value}</v></c>',
            f'<c  {style} r="{address}"><f>{formula}</f><v>{value}</v></c>' if dice.random() < 0.2 else "",
        ]
    )


def _sheet(dice: random.Random, array: bool) -> str:
    rows = []
    for row in range(1, _ROWS + 1):
        cells = "".join(_cell(dice, row, column) for column in range(1, _COLUMNS + 1))
        rows.append(f'<row r="{row}" spans="1:6">{cells}</row>' if cells else f'<row r="{row}"/>')
    if array:
        rows.append(f'<row r="{_ROWS + 1}"><c r="A41"><f t="array" ref="A41:B41">A1:B1</f><v>1</v></c></row>')
    return "".join(rows)


def _engine(dice: random.Random, changed: float) -> Engine:
    values: dict[tuple[int, int], Value] = {}
    for row in range(1, _ROWS + 2):
        for column in range(1, _COLUMNS + 1):
            values[row, column] = dice.choice([1.0, 12.5, "a < b", True]) if dice.random() < changed else 1.0
    return given(values)


@pytest.mark.parametrize("seed", range(30))
def test_as_by_the_parser(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    source = make_package(tmp_path / "book.xlsx", _sheet(dice, array=seed % 10 == 0))
    edited = {(dice.randint(1, _ROWS), dice.randint(1, _COLUMNS)) for _ in range(4)}
    before, after = _engine(dice, 0.5), _engine(dice, 0.5)
    # Blocks of a few rows, so that some are plain and others are not.
    monkeypatch.setattr(plain_sheet, "_BLOCK_BYTES", 300)

    def read() -> list[Any]:
        with Package(source) as package:
            facts = [
                plan.read_facts(package, package.sheets[0], edited, before, after),
                plan.read_edited(package, package.sheets[0], edited),
            ]
        # Without the order in which cells were found.
        return [(vars(fact), fact.masters) for fact in facts]

    quick = read()
    monkeypatch.setattr(plan, "find_rows", lambda _: None)
    assert quick == read()


@pytest.mark.parametrize(
    "sheet",
    [
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"/></x:sheetData></x:worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c r="A1"/></row></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><!-- <row r="2"> --></row></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"/><?x <row r="2"?></sheetData></worksheet>',
        '<worksheet xmlns="urn:other"><sheetData><row r="1"></row></sheetData></worksheet>',
        f'<!DOCTYPE worksheet><worksheet xmlns="{MAIN}"><sheetData><row r="1"></row></sheetData></worksheet>',
        "",
    ],
)
def test_other_sheets_are_for_the_parser(sheet: str) -> None:
    assert plain_sheet.find_rows(sheet.encode()) is None


def test_a_save_does_not_parse_every_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}"><f>A{row}*2</f><v>2</v></c></row>'
        for row in range(1, 20_001)
    )
    source = make_package(tmp_path / "book.xlsx", rows)
    parsed = []
    scan_blocks = plain_sheet.scan_blocks

    def counted(blocks: list[bytes], *rest: object, **wanted: object) -> object:
        parsed.append(b"".join(blocks).count(b"<row "))
        return scan_blocks(blocks, *rest, **wanted)  # type: ignore[arg-type]

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("The whole part was parsed.")

    monkeypatch.setattr(plain_sheet, "scan_blocks", counted)
    monkeypatch.setattr(plain_sheet, "scan_sheet", refuse)
    monkeypatch.setattr(plan, "scan_sheet", refuse)
    values: dict[tuple[int, int], Value] = {(row, 2): 2.0 for row in range(1, 20_001)}
    report = save(
        source, tmp_path / "saved.xlsx", {(0, 7, 1): "5"}, given(values), given({**values, (7, 1): 5.0, (7, 2): 10.0})
    )
    assert report.cells_written == 2
    assert '<c r="B7"><f>A7*2</f><v>10</v></c>' in read_part(tmp_path / "saved.xlsx", "xl/worksheets/sheet1.xml")
    assert sum(parsed) <= 2
