"""Lines inserted and deleted, sheets renamed: every value is still what it was, at its new place.

The file is compared with what it was, and what LibreOffice computes of it with what it computed before. What a cell
says of its own place (ROW, INDIRECT…), what follows chance, and what depends on deleted cells is left out.
"""

from __future__ import annotations

import random
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.real.compare import count_features
from tests.real.files import EDITABLE, find_files
from tests.real.office import Office
from tests.real.oracle import follow, is_same
from tests.real.places import SheetCells, read_cells
from tests.real.pool import ServiceEndedEachTime, run_all, with_service
from tests.real.refusals import find_fault
from tests.real.sheet_bytes import take_apart
from tests.real.structure_draw import Structure, draw_structure
from tests.real.tables import print_refusals, print_table
from tests.support.service_process import CallFailed, ServiceProcess

from app.engine.port import Value
from app.package.addresses import format_address
from app.package.downstream import Cell
from app.package.parts import Package

BATCH = 24
_OWN_PLACE = r"ROW|COLUMN|INDIRECT|ADDRESS|OFFSET|CELL|INFO|FORMULATEXT|SHEET|GETPIVOTDATA"
_SHAPE = (
    r"ROWS|COLUMNS|AREAS|COUNTBLANK|INDEX|X?MATCH|[VHX]?LOOKUP|FREQUENCY|MMULT|MDETERM|MINVERSE|TRANSPOSE|CHOOSE|"
    r"SUBTOTAL|AGGREGATE|RANK|COUNTIFS?|PROB|ARRAYTOTEXT|D(?:COUNTA?|SUM|MIN|MAX|AVERAGE|GET|PRODUCT|VARP?|STDEVP?)"
)
_AT_EDGE = re.compile(rf"\b(?:{_OWN_PLACE})\s*\(", re.IGNORECASE)
_INSIDE = re.compile(rf"\b(?:{_OWN_PLACE}|{_SHAPE})\s*\(", re.IGNORECASE)
# Sheet1:Sheet4!C1, which stays, as in Excel.
_SEVERAL = re.compile(r":[^!,()\"]*!")
_STYLE = re.compile(rb"""\ss=["']([0-9]+)["']""")


@dataclass
class Result:
    """``outcome``: ``saved``, ``viewed``, or the code of a refusal."""

    outcome: str
    message: str = ""
    structure: Structure | None = None
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def run_structures(folder: Path, seed: str, program: str, *, processes: int, limit: int | None) -> int:
    """0 when no value differs."""
    files = find_files(folder, EDITABLE)
    if limit is not None and limit < len(files):
        files = sorted(random.Random(seed).sample(files, limit))
    numbers = {path: number for number, path in enumerate(files)}
    with tempfile.TemporaryDirectory(prefix="lifebound-structures-") as work:
        results = dict(run_all(partial(_change, folder, seed, Path(work), numbers), files, processes=processes))
        saved = [(path, result) for path, result in results.items() if result.counts["formulas"]]
        _ask_office(saved, numbers, Path(work), program)
    return _report(folder, results)


def _change(folder: Path, seed: str, work: Path, numbers: Mapping[Path, int], path: Path) -> Result:
    structure = draw_structure(path, f"{seed}/{path.relative_to(folder)}")
    try:
        return with_service(path, partial(change_and_save, structure=structure, keep=work / str(numbers[path])))[0]
    except ServiceEndedEachTime as error:
        return Result("ENDED", str(error), structure)


def change_and_save(service: ServiceProcess, path: Path, *, structure: Structure, keep: Path) -> Result:
    old = keep.with_name(f"{keep.name}.old{path.suffix}")
    shutil.copyfile(path, old)
    try:
        info = service.call("workbook/open", path=str(path))
    except CallFailed as failure:
        return Result(failure.code, failure.message)
    try:
        if info["readOnly"] is not None:
            return Result("viewed", info["readOnly"])
        service.apply(info["id"], structure.operation)
        service.call("workbook/save", workbook=info["id"])
    except CallFailed as failure:
        return Result(failure.code, failure.message, structure)
    finally:
        service.call("workbook/close", workbook=info["id"], discard=True)
    new = keep.with_name(f"{keep.name}.new{path.suffix}")
    shutil.copyfile(path, new)
    result = Result("saved", "", structure)
    try:
        compare_files(old, new, result)
    except ValueError:
        # Numbers that are none, which some fuzzers' files have.
        result.counts["unread"] += 1
    return result


def compare_files(old: Path, new: Path, result: Result) -> None:
    """Every value, every formula and every cell's format is where it has to be; what floats was kept."""
    structure = result.structure
    assert structure is not None
    before, after = read_cells(old), read_cells(new)
    left_out = _left_out(before, structure)
    result.counts["formulas"] = sum(len(sheet.formulas) for sheet in before)
    for sheet in before:
        there = after[sheet.part.index]
        for at, value in sheet.values.items():
            cell = (sheet.part.index, *at)
            target = structure.move(cell)
            if target is None or cell in left_out:
                continue
            now, is_formula = there.values.get(target[1:]), at in sheet.formulas
            if is_formula and target[1:] not in there.formulas:
                result.wrong.append(f"{_name(sheet, at)} ={sheet.texts[at][:100]}: no formula any more ({structure})")
            elif is_formula and now is None and value is not None:
                result.counts["dropped"] += 1
            elif now != value:
                result.counts["wrong in file"] += 1
                formula = sheet.texts.get(at, "")[:120]
                result.wrong.append(f"{_name(sheet, at)} ={formula}: {value!r} became {now!r} ({structure})")
            else:
                result.counts["kept"] += 1
    _compare_looks(old, new, structure, result)
    if structure.shift is None or structure.shift.inserts:
        with zipfile.ZipFile(old) as first, zipfile.ZipFile(new) as second:
            counted = count_features(first), count_features(second)
        if counted[0] != counted[1]:
            lost, won = counted[0] - counted[1], counted[1] - counted[0]
            result.wrong.append(f"features: {lost} lost, {won} won ({structure})")


def _compare_looks(old: Path, new: Path, structure: Structure, result: Result) -> None:
    with Package(old) as first, Package(new) as second:
        for sheet, other in zip(first.sheets, second.sheets, strict=True):
            cells = take_apart(second.read(other.part)).cells
            for at, raw in take_apart(first.read(sheet.part)).cells.items():
                target = structure.move((sheet.index, *at))
                if target is not None and _style(cells.get(target[1:], b"")) != _style(raw):
                    result.wrong.append(f"{sheet.name}!{format_address(*at)}: another format ({structure})")
                    break


def _style(cell: bytes) -> bytes:
    found = _STYLE.search(cell.partition(b">")[0])
    return b"0" if found is None else found[1]


def _left_out(sheets: list[SheetCells], structure: Structure) -> set[Cell]:
    """What may have another value rightly."""
    shift = structure.shift
    is_edge = shift is None or (shift.inserts and shift.at == 1)
    names_place = _AT_EDGE if is_edge else _INSIDE
    formulas = {(sheet.part.index, *at): found for sheet in sheets for at, found in sheet.formulas.items()}
    names = {sheet.part.name.lower(): sheet.part.index for sheet in sheets}
    begin = [cell for cell, found in formulas.items() if found.is_volatile]
    for sheet in sheets:
        begin += [(sheet.part.index, *at) for at, text in sheet.texts.items() if names_place.search(text)]
        if not is_edge:
            # An array that is computed cell by cell has other cells when its ranges do.
            begin += [(sheet.part.index, area.top, area.left) for area in sheet.blocked]
            begin += [(sheet.part.index, *at) for at in sheet.values if sheet.is_blocked(at)]
        begin += [(sheet.part.index, *at) for at in sheet.values if structure.move((sheet.part.index, *at)) is None]
    if shift is not None and not shift.inserts:
        begin += [cell for cell, found in formulas.items() if found.is_open]
        begin += [
            cell
            for cell, found in formulas.items()
            for name, area in found.references
            if structure.sheet == (cell[0] if name is None else names.get(name.lower())) and shift.area(area) is None
        ]
    begin += [(sheet.part.index, *at) for sheet in sheets for at, text in sheet.texts.items() if _SEVERAL.search(text)]
    return {*begin, *follow(formulas, begin, names)}


def _name(sheet: SheetCells, at: tuple[int, int]) -> str:
    return f"{sheet.part.name}!{format_address(*at)}"


def _ask_office(saved: list[tuple[Path, Result]], numbers: dict[Path, int], work: Path, program: str) -> None:
    with Office(program, recalculates=True) as hard:
        for start in range(0, len(saved), BATCH):
            batch = saved[start : start + BATCH]
            names = [(next(work.glob(f"{numbers[path]}.{age}.*"))) for path, _ in batch for age in ("old", "new")]
            hard.convert(names, work / "hard")
            for (_, result), old, new in zip(batch, names[::2], names[1::2], strict=True):
                judge_structure(old, work / "hard" / f"{old.stem}.xlsx", work / "hard" / f"{new.stem}.xlsx", result)
            print(f"[structures] {start + len(batch)} of {len(saved)} workbooks", flush=True)


def judge_structure(old: Path, hard_old: Path, hard_new: Path, result: Result) -> None:
    structure = result.structure
    if structure is None or not hard_old.exists():
        return
    if not hard_new.exists():
        result.wrong.append(f"LibreOffice does not open the saved file ({structure})")
        return
    before = read_cells(old)
    first, second = _values(hard_old), _values(hard_new)
    left_out = _left_out(before, structure)
    for sheet in before:
        own, there = first.get(sheet.part.name, {}), second.get(structure.name(sheet), {})
        for at in sheet.formulas:
            target = structure.move((sheet.part.index, *at))
            if target is None or (sheet.part.index, *at) in left_out:
                result.counts["left out"] += 1
            elif is_same(own.get(at), there.get(target[1:])):
                result.counts["computed the same"] += 1
            else:
                result.counts["computed otherwise"] += 1
                result.wrong.append(
                    f"{_name(sheet, at)} ={sheet.texts[at][:120]}: LibreOffice had {own.get(at)!r}, and has "
                    f"{there.get(target[1:])!r} at {format_address(*target[1:])} ({structure})"
                )


def _values(path: Path) -> dict[str, dict[tuple[int, int], Value]]:
    return {sheet.part.name: sheet.values for sheet in read_cells(path)}


def _report(folder: Path, results: dict[Path, Result]) -> int:
    columns = ["kept", "wrong in file", "dropped", "computed the same", "computed otherwise", "left out", "unread"]
    by_kind: dict[str, Counter[str]] = {}
    for result in results.values():
        if result.outcome == "saved" and result.structure is not None:
            kind = result.structure.operation["kind"]
            by_kind.setdefault(kind, Counter()).update(result.counts, files=1)
    total = sum(by_kind.values(), Counter())
    rows = [[name, *(found[key] for key in ("files", *columns))] for name, found in (*by_kind.items(), ("all", total))]
    print_table(["operation", "files", *columns], rows)
    refused = {path: (each.outcome, each.message) for path, each in results.items() if each.outcome != "saved"}
    print_refusals(refused)
    faults = {path: fault for path, (code, message) in refused.items() if (fault := find_fault(code, message))}
    harmed = {path: result.wrong for path, result in results.items() if result.wrong}
    print(f"\n[structures] {len(results):,} workbooks, {len(harmed) + len(faults)} with faults")
    for path, fault in faults.items():
        print(f"  {path.relative_to(folder)}: {fault}")
    for path, lines in harmed.items():
        print(f"  {path.relative_to(folder)}: {len(lines)}", *lines[:6], sep="\n    ")
    return 1 if harmed or faults else 0
