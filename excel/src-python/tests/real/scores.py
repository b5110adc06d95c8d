"""The engine's values against those which Excel cached in its own files, function by function, and the honest mark.

Promised to users: a value that the engine can't compute as the file has it is never shown as if it could. So each cell
that differs has to come marked, with the file's own value, out of ``sheet/window``.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.real.deadline import Overrun, run_within
from tests.real.files import EDITABLE, find_files, source_of
from tests.real.places import SheetCells, read_cells
from tests.real.pool import ServiceEndedEachTime, run_all, with_service
from tests.real.tables import print_table
from tests.support.service_process import CallFailed, ServiceProcess

from app.engine.ironcalc_load import load_engine
from app.engine.port import CellError, EngineFailed, Value
from app.errors import ServiceError
from app.package.addresses import format_address
from app.package.downstream import Cell, find_downstream
from app.package.values import is_tainted, unescape_text

SECONDS = 20.0
_APPLICATION = re.compile(rb"<(?:\w+:)?Application>([^<]*)")
_FUNCTION = re.compile(r"(?:_xlfn\.|_xlws\.|_xll\.)*([A-Z][A-Z0-9.]*)\(")
_TEXT = re.compile(r'"[^"]*"')
OUTCOMES = ("right", "wrong", "not computed")


@dataclass
class Difference:
    """A cell that the engine computes otherwise."""

    cell: Cell
    name: str
    formula: str
    cached: Value
    computed: Value
    is_first: bool = True
    """It refers to no other cell that differs."""


@dataclass
class Score:
    """One workbook."""

    outcome: str
    """``computed``, or why not."""
    counts: Counter[str] = field(default_factory=Counter)
    functions: Counter[tuple[str, str]] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    constants: list[Difference] = field(default_factory=list)
    """Cells without a formula that the engine read otherwise."""
    unmarked: list[str] = field(default_factory=list)


def is_excels(path: Path) -> bool:
    """Whether Microsoft Excel, of any system, says that it saved the file."""
    try:
        with zipfile.ZipFile(path) as package:
            found = _APPLICATION.search(package.read("docProps/app.xml"))
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        return False
    return found is not None and found[1].startswith((b"Microsoft", b"Excel"))


def score_file(path: Path) -> Score:
    """In a process of its own, since two of the files keep the engine busy for minutes."""
    try:
        score = run_within(SECONDS, partial(_score, path))
    except Overrun:
        return Score("over its time")
    if not score.differences and not score.constants:
        return score
    try:
        score.unmarked, _ = with_service(path, partial(_find_unmarked, [*score.differences, *score.constants]))
    except (ServiceEndedEachTime, CallFailed) as error:
        score.outcome = type(error).__name__
    return score


def _score(path: Path) -> Score:
    try:
        sheets = read_cells(path)
        engine = load_engine(path)
        engine.evaluate()
    except (ServiceError, ValueError, EngineFailed) as error:
        return Score(getattr(error, "code", "NOT_A_WORKBOOK"))
    score = Score("computed")
    with zipfile.ZipFile(path) as package:
        chain = any(name.lower().endswith("calcchain.xml") for name in package.namelist())
    formulas = {(sheet.part.index, *at): found for sheet in sheets for at, found in sheet.formulas.items()}
    names = {sheet.part.name.lower(): sheet.part.index for sheet in sheets}
    volatile = [cell for cell, found in formulas.items() if found.is_volatile]
    closed = {cell: found for cell, found in formulas.items() if not found.is_open}
    by_chance = {*volatile, *find_downstream(closed, volatile, names)}
    for sheet in sheets:
        for at, cached in sheet.values.items():
            cell = (sheet.part.index, *at)
            computed = engine.value(*cell)
            if cached is None or cell in by_chance or _fills_by_chance(sheet, at, by_chance):
                continue
            if not sheet.texts.get(at) and any(area.holds(at) and at != area[:2] for area in sheet.merges):
                # Covered by a merged cell: nobody sees it.
                continue
            if not chain and not cached and not isinstance(computed, CellError):
                # 0, from a writer that does not calculate.
                continue
            text = sheet.texts.get(at)
            differs = is_tainted(cached, computed) and not _is_notation(cached, computed)
            found = Difference(cell, f"{sheet.part.name}!{format_address(*at)}", text or "", cached, computed)
            if text is None:
                score.counts["constants"] += 1
                if differs:
                    score.constants.append(found)
                continue
            failed = isinstance(computed, CellError) or computed is None
            outcome = "right" if not differs else "not computed" if failed else "wrong"
            score.counts[outcome] += 1
            for function in set(_FUNCTION.findall(_TEXT.sub("", text))) or {"(none)"}:
                score.functions[function, outcome] += 1
            if differs:
                score.differences.append(found)
    _find_first(score, formulas, names)
    return score


def _fills_by_chance(sheet: SheetCells, at: tuple[int, int], by_chance: set[Cell]) -> bool:
    """A cell of an array whose formula follows the clock or chance."""
    return any(area.holds(at) and (sheet.part.index, area.top, area.left) in by_chance for area in sheet.blocked)


def _is_notation(cached: Value, computed: Value) -> bool:
    """Excel stores #VALUE! for errors that its format has no name for, and what they are elsewhere.

    A control character that XML can't hold is shown as the file writes it (``_x0007_``).
    """
    if isinstance(cached, str) and isinstance(computed, str):
        return unescape_text(computed) == cached
    return cached == CellError("#VALUE!") and computed in (CellError("#CALC!"), CellError("#SPILL!"))


def _find_first(score: Score, formulas: dict[Cell, object], names: dict[str, int]) -> None:
    failed = [found.cell for found in score.differences]
    among = {cell: formulas[cell] for cell in failed if not formulas[cell].is_open}  # type: ignore[attr-defined]
    following = find_downstream(among, failed, names)  # type: ignore[arg-type]
    for found in score.differences:
        found.is_first = found.cell not in following


def _find_unmarked(found: list[Difference], service: ServiceProcess, path: Path) -> list[str]:
    info = service.call("workbook/open", path=str(path))
    unmarked = []
    try:
        if info["readOnly"] is not None:
            return []
        for difference in found:
            sheet, row, column = difference.cell
            area = {"top": row, "left": column, "rows": 1, "columns": 1}
            cells = service.call("sheet/window", workbook=info["id"], sheet=sheet, **area)["cells"]
            if not any(cell.get("cached") for cell in cells):
                shown = cells[0]["text"] if cells else ""
                unmarked.append(f"{difference.name} ={difference.formula[:100]}: {shown!r}, file {difference.cached!r}")
    finally:
        service.call("workbook/close", workbook=info["id"], discard=True)
    return unmarked


def run_scores(folder: Path, *, processes: int) -> int:
    """0 when each cell that differs is marked."""
    files = [path for path in find_files(folder, EDITABLE) if is_excels(path)]
    scores = dict(run_all(score_file, files, processes=processes))
    report_scores(folder, scores)
    return 1 if any(score.unmarked for score in scores.values()) else 0


def report_scores(folder: Path, scores: dict[Path, Score]) -> None:
    by_source: dict[str, Counter[str]] = {}
    functions: Counter[tuple[str, str]] = Counter()
    first: Counter[str] = Counter()
    for path, score in scores.items():
        counts = by_source.setdefault(source_of(folder, path), Counter())
        counts.update(score.counts, files=1)
        functions += score.functions
        for found in score.differences:
            if found.is_first:
                first.update(set(_FUNCTION.findall(_TEXT.sub("", found.formula))) or {"(none)"})
    by_source["all"] = sum(by_source.values(), Counter())
    print_table(
        ["source", "files", *OUTCOMES, "right %"],
        [
            [name, counts["files"], *(counts[key] for key in OUTCOMES), _percent(counts)]
            for name, counts in by_source.items()
        ],
    )
    print(f"\nFiles: {dict(Counter(score.outcome for score in scores.values()))}\n")
    failing = [
        name for name in {name for name, _ in functions} if functions[name, "wrong"] + functions[name, "not computed"]
    ]
    failing.sort(key=lambda name: (-first[name], name))
    print_table(
        ["function", "cells", *OUTCOMES, "first to fail"],
        [
            [
                name,
                sum(functions[name, key] for key in OUTCOMES),
                *(functions[name, key] for key in OUTCOMES),
                first[name],
            ]
            for name in failing
        ],
    )
    constants = sum(score.counts["constants"] for score in scores.values())
    misread = [(path, found) for path, score in scores.items() for found in score.constants]
    print(f"\n{len(misread)} of {constants:,} cells without a formula are read otherwise than the file has them")
    for path, found in misread[:100]:
        print(f"  {path.relative_to(folder)}: {found.name}: {found.computed!r}, file {found.cached!r}")
    unmarked = [(path, line) for path, score in scores.items() for line in score.unmarked]
    differing = sum(len(score.differences) + len(score.constants) for score in scores.values())
    print(f"\n[scores] {len(unmarked)} of {differing:,} cells that differ are shown without a mark")
    for path, line in unmarked[:200]:
        print(f"  {path.relative_to(folder)}: {line}")


def _percent(counts: Counter[str]) -> str:
    total = sum(counts[key] for key in OUTCOMES)
    return f"{100 * counts['right'] / total:.2f}" if total else "-"
