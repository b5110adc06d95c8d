"""Beside LibreOffice: it opens what is saved, and computes the values that stand in it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from tests.real.office import Office, find_office
from tests.real.oracle import Verdict, judge
from tests.real.places import Place
from tests.support.corpus import write_book
from tests.support.round_trip import kept_original, round_trip
from tests.support.service_process import ServiceProcess
from tests.support.workbooks import rewrite

_FORMULAS = (
    "SUM(A1:A12)", "AVERAGE($A$1:A{row})", "A{row}*1.1", "IF(A{row}>50,\"high\",\"low\")", "ROUND(A{row}/7,2)",
    "MOD(A{row},7)", "MAX(A1:A12)-MIN(A1:A12)", "COUNTIF(A1:A12,\">\"&A{row})", "SUMIF(A1:A12,\"<50\")",
    "INDEX(A1:A12,MATCH(A{row},A1:A12,0))", "VLOOKUP(A{row},A1:B12,2,FALSE)", "TEXT(A{row},\"0.00\")&\" kg\"",
    "DATE(2026,1,A{row})", "LEFT(\"spreadsheet\",MOD(A{row},9)+1)", "IFERROR(1/(A{row}-A1),0)", "Other!A1+A{row}",
    "RANK(A{row},A1:A12)", "SUMPRODUCT(A1:A12,B1:B12)", "SQRT(ABS(A{row}))", "POWER(A{row},2)+C{row}",
)  # fmt: skip


def write_formulas(path: Path) -> Path:
    """Twelve rows of numbers, and twenty columns of formulas that depend on them."""
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("Data"), book.add_worksheet("Other")
        for row in range(1, 13):
            sheet.write_row(row - 1, 0, [(row * 37) % 101, row])
            for column, formula in enumerate(_FORMULAS, 2):
                sheet.write_formula(row - 1, column, "=" + formula.format(row=row))
        other.write_formula("A1", "=SUM(Data!C1:C12)/12")
        other.write_formula("A2", "=A1*2")
    return path


@pytest.fixture(scope="module")
def offices() -> Iterator[tuple[Office, Office]]:
    program = find_office()
    assert program is not None, "LibreOffice is not installed (Debian: apt install libreoffice-calc-nogui)"
    with Office(program, recalculates=True) as hard, Office(program, recalculates=False) as soft:
        yield hard, soft


def test_edited_workbooks_are_opened_and_their_values_are_right(
    service: ServiceProcess, offices: tuple[Office, Office], tmp_path: Path
) -> None:
    hard, soft = offices
    # 1. Workbooks of XlsxWriter, and one that LibreOffice computed and wrote.
    written = write_formulas(tmp_path / "formulas.xlsx")
    hard.convert([written], tmp_path / "computed")
    paths = [tmp_path / f"{name}.xlsx" for name in ("a", "b", "c", *range(8))]
    for path in paths[:3]:
        shutil.copyfile(tmp_path / "computed" / "formulas.xlsx", path)
    for number, path in enumerate(paths[3:]):
        write_book(path, number)
    # 2. A number that formulas refer to is changed in each.
    places = {}
    for path in paths:
        trip = round_trip(service, path, path.stem, ("precedent", "number"))
        assert trip.outcome == "saved"
        assert trip.place is not None
        places[path] = trip.place
    # 3. LibreOffice computes both anew, and reads what was saved.
    hard.convert([kept_original(path) for path in paths], tmp_path / "hard")
    hard.convert(paths, tmp_path / "hard")
    soft.convert(paths, tmp_path / "soft")
    verdicts = [_judge(path, place, tmp_path) for path, place in places.items()]
    total: Counter[str] = sum((verdict.counts for verdict in verdicts), Counter())
    assert [line for verdict in verdicts for line in verdict.wrong] == []
    assert total["right"] > 700
    # 4. The oracle sees a wrong value.
    spoilt = rewrite(paths[0], tmp_path / "spoilt.xlsx", _spoil)
    shutil.copyfile(spoilt, paths[0])
    assert _judge(paths[0], places[paths[0]], tmp_path).counts["wrong"] > 0


def _judge(path: Path, place: Place, folder: Path) -> Verdict:
    old = kept_original(path)
    hard = folder / "hard"
    return judge(old, path, hard / f"{old.stem}.xlsx", hard / path.name, folder / "soft" / path.name, place)


def _spoil(name: str, body: bytes) -> bytes:
    if not name.startswith("xl/worksheets/sheet1"):
        return body
    return re.sub(rb"(</f><v>)[0-9.]+(</v>)", rb"\g<1>987654\2", body, count=1)
