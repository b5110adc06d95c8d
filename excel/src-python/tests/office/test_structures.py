"""Lines inserted and deleted, sheets renamed: what LibreOffice computes is what it computed before."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.office.test_oracle import write_formulas
from tests.real.office import Office, find_office
from tests.real.structure_draw import Structure
from tests.real.structures import Result, change_and_save, compare_files, judge_structure
from tests.support.service_process import ServiceProcess
from tests.support.workbooks import rewrite

from app.package.structure.lines import LineShift

STRUCTURES = (
    Structure(0, "Data", LineShift("row", 1, 2, inserts=True)),
    Structure(0, "Data", LineShift("column", 1, 1, inserts=True)),
    Structure(0, "Data", LineShift("row", 6, 1, inserts=True)),
    Structure(0, "Data", LineShift("column", 5, 2, inserts=True)),
    Structure(0, "Data", LineShift("row", 7, 2, inserts=False)),
    Structure(0, "Data", LineShift("column", 9, 1, inserts=False)),
    Structure(1, "Other", LineShift("row", 1, 3, inserts=True)),
    Structure(0, "Data", None),
    Structure(1, "Other", None),
)


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    program = find_office()
    assert program is not None, "LibreOffice is not installed (Debian: apt install libreoffice-calc-nogui)"
    with Office(program, recalculates=True) as hard:
        yield hard


def test_all_values_are_what_they_were(service: ServiceProcess, office: Office, tmp_path: Path) -> None:
    written = write_formulas(tmp_path / "formulas.xlsx")
    office.convert([written], tmp_path / "computed")
    results: list[Result] = []
    for number, structure in enumerate(STRUCTURES):
        path = tmp_path / "book.xlsx"
        shutil.copyfile(tmp_path / "computed" / "formulas.xlsx", path)
        results.append(change_and_save(service, path, structure=structure, keep=tmp_path / str(number)))
    assert {result.outcome for result in results} == {"saved"}
    ages = [tmp_path / f"{number}.{age}.xlsx" for number in range(len(results)) for age in ("old", "new")]
    # One that is wrong: both judges see it.
    spoilt = rewrite(ages[1], tmp_path / "spoilt.xlsx", _spoil)
    office.convert([*ages, spoilt], tmp_path / "hard")
    hard = [tmp_path / "hard" / path.name for path in ages]
    for result, old, hard_old, hard_new in zip(results, ages[::2], hard[::2], hard[1::2], strict=True):
        judge_structure(old, hard_old, hard_new, result)
    assert [line for result in results for line in result.wrong] == []
    total: Counter[str] = sum((result.counts for result in results), Counter())
    assert total["computed the same"] > 1_000
    assert total["kept"] > 1_500
    wrong = Result("saved", "", STRUCTURES[0])
    compare_files(ages[0], spoilt, wrong)
    assert wrong.counts["wrong in file"] > 0
    judge_structure(ages[0], hard[0], tmp_path / "hard" / spoilt.name, wrong)
    assert wrong.counts["computed otherwise"] > 0


def _spoil(name: str, body: bytes) -> bytes:
    """A number that formulas refer to is another one."""
    if not name.startswith("xl/worksheets/sheet1"):
        return body
    return re.sub(rb'(<c r="A5"[^>]*><v>)[0-9.]+', rb"\g<1>98765", body, count=1)
