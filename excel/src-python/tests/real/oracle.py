"""Cached values after an edit, against LibreOffice's hard recalculation of the saved file.

V0 and V1 are the values in the file before and after, R0 and R1 what LibreOffice computes of the two. Where R0 is not
V0, LibreOffice computes otherwise than the program that wrote the file, and is no oracle for that cell, nor for what
depends on it; what follows the clock or chance is left out too.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.real.files import EDITABLE, find_files, source_of
from tests.real.office import Office
from tests.real.places import Place, read_cells
from tests.real.pool import run_all
from tests.real.tables import print_table
from tests.real.trips import try_trip

from app.engine.port import CellError, Value
from app.errors import ServiceError
from app.package.addresses import format_address
from app.package.downstream import Cell, find_downstream
from app.package.references import FormulaReferences
from app.package.values import is_tainted

BATCH = 24


@dataclass
class Verdict:
    """One edited workbook."""

    counts: Counter[str] = field(default_factory=Counter)
    """``right``, ``wrong``, ``dropped`` (no value any more), ``no oracle``, ``volatile``; and ``unread``: a file."""
    wrong: list[str] = field(default_factory=list)


def run_oracle(folder: Path, seed: str, program: str, *, processes: int, limit: int | None) -> int:
    """0 when at most 1 cell in 4,000 is wrong."""
    files = [path for path in find_files(folder, EDITABLE) if _has_formulas(path)]
    files = _sample(files, seed, limit)
    total: Counter[str] = Counter()
    by_source: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="lifebound-oracle-") as work:
        trips = _edit_all(folder, files, seed, Path(work), processes)
        for path, verdict in _judge_all(trips, Path(work), program):
            total += verdict.counts
            by_source.setdefault(source_of(folder, path), Counter()).update(verdict.counts)
            wrong += [f"{path.relative_to(folder)}: {line}" for line in verdict.wrong]
    columns = ["files", "right", "wrong", "dropped", "no oracle", "volatile", "unread"]
    rows = [[name, *(found[key] for key in columns)] for name, found in {**by_source, "all": total}.items()]
    print_table(["source", *columns], rows)
    print(f"\n[oracle] {total['wrong']} of {total['right'] + total['wrong']:,} cached values are wrong after an edit")
    print(*wrong, sep="\n")
    return 1 if total["wrong"] * 4000 > total["right"] + total["wrong"] or total["unread"] else 0


def _sample(files: list[Path], seed: str, limit: int | None) -> list[Path]:
    """Every n-th, beginning at a place of the seed."""
    if limit is None or limit >= len(files):
        return files
    start = sum(seed.encode()) % len(files)
    return sorted(files[(start + number * len(files) // limit) % len(files)] for number in range(limit))


def _has_formulas(path: Path) -> bool:
    try:
        sheets = read_cells(path)
    except (ServiceError, ValueError):
        return False
    return any(sheet.formulas for sheet in sheets) and any(sheet.constants for sheet in sheets)


def _edit_all(folder: Path, files: list[Path], seed: str, work: Path, processes: int) -> list[tuple[Path, int, Place]]:
    """Copies ``n.old.xlsx`` and ``n.new.xlsx`` of each workbook that could be edited."""
    keep = {path: number for number, path in enumerate(files)}
    trips = []
    for path, trip in run_all(partial(_edit, folder, seed, work, keep), files, processes=processes):
        if trip is not None:
            trips.append((path, keep[path], trip))
    return trips


def _edit(folder: Path, seed: str, work: Path, numbers: dict[Path, int], path: Path) -> Place | None:
    trip = try_trip(folder, seed, path, kinds=("precedent", "number"), keep=work / str(numbers[path]))
    return trip.place if trip.outcome.startswith("saved") else None


def _judge_all(trips: list[tuple[Path, int, Place]], work: Path, program: str) -> Iterator[tuple[Path, Verdict]]:
    with Office(program, recalculates=True) as hard, Office(program, recalculates=False) as soft:
        for start in range(0, len(trips), BATCH):
            batch = trips[start : start + BATCH]
            old = [_named(work, number, "old") for _, number, _ in batch]
            new = [_named(work, number, "new") for _, number, _ in batch]
            hard.convert(old, work / "hard-old")
            hard.convert(new, work / "hard-new")
            soft.convert(new, work / "soft")
            for path, number, place in batch:
                yield (
                    path,
                    judge(
                        _named(work, number, "old"),
                        _named(work, number, "new"),
                        work / "hard-old" / f"{number}.old.xlsx",
                        work / "hard-new" / f"{number}.new.xlsx",
                        work / "soft" / f"{number}.new.xlsx",
                        place,
                    ),
                )
            print(f"[oracle] {start + len(batch)} of {len(trips)} workbooks", flush=True)


def _named(work: Path, number: int, age: str) -> Path:
    return next(work.glob(f"{number}.{age}.*"))


def judge(old: Path, new: Path, hard_old: Path, hard_new: Path, soft: Path, place: Place) -> Verdict:
    verdict = Verdict(Counter(files=1))
    if not hard_old.exists():
        # LibreOffice can't read what it was before any edit.
        verdict.counts["no oracle"] += 1
        return verdict
    if not hard_new.exists() or not soft.exists():
        verdict.counts["unread"] += 1
        verdict.wrong.append(f"LibreOffice does not open the saved file ({place})")
        return verdict
    before, after = read_cells(old), read_cells(new)
    computed_before, computed_after = _values(hard_old), _values(hard_new)
    formulas = {(s.part.index, *at): refs for s in before for at, refs in s.formulas.items()}
    names = {sheet.part.name.lower(): sheet.part.index for sheet in before}
    volatile = [cell for cell, found in formulas.items() if found.is_volatile]
    by_chance = {*volatile, *follow(formulas, volatile, names)}
    unlike = [
        (sheet.part.index, *at)
        for sheet in before
        for at in sheet.formulas
        if not is_same(sheet.values[at], computed_before.get(sheet.part.name, {}).get(at))
    ]
    no_oracle = {*unlike, *follow(formulas, unlike, names)}
    for sheet in after:
        for at in sheet.formulas:
            cell = (sheet.part.index, *at)
            value, other = sheet.values[at], computed_after.get(sheet.part.name, {}).get(at)
            if cell in by_chance:
                verdict.counts["volatile"] += 1
            elif cell in no_oracle:
                verdict.counts["no oracle"] += 1
            elif value is None and before[sheet.part.index].values.get(at) is not None:
                verdict.counts["dropped"] += 1
            elif is_same(value, other):
                verdict.counts["right"] += 1
            else:
                verdict.counts["wrong"] += 1
                verdict.wrong.append(
                    f"{sheet.part.name}!{format_address(*at)} ={sheet.texts[at][:150]}: {value!r}, and LibreOffice "
                    f"has {other!r}, before {before[sheet.part.index].values.get(at)!r} ({place})"
                )
    return verdict


def follow(formulas: Mapping[Cell, FormulaReferences], cells: Iterable[Cell], names: dict[str, int]) -> set[Cell]:
    """What depends on ``cells`` for sure: a formula whose precedents are not known stands by itself."""
    closed = {cell: found for cell, found in formulas.items() if not found.is_open}
    return find_downstream(closed, list(cells), names)


def _values(path: Path) -> dict[str, dict[tuple[int, int], Value]]:
    return {sheet.part.name: sheet.values for sheet in read_cells(path)}


def is_same(value: Value, other: Value) -> bool:
    """As users would see it: TRUE is 1, an empty text is nothing."""
    if value is None or value == "":
        return other is None or other == ""
    if isinstance(value, bool) and not isinstance(other, str):
        return other is not None and not isinstance(other, CellError) and float(value) == float(other)
    if isinstance(other, bool) and isinstance(value, float):
        return value == float(other)
    return not is_tainted(value, other)
