"""A new base: the file with all edits so far, changed as a package, and loaded into the engine again."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.engine.ironcalc_engine import IronCalcEngine
from app.engine.ironcalc_load import load_engine
from app.engine.ironcalc_stored import load_without_rules
from app.engine.port import CellAddress, Value
from app.journal.history import History, Operation
from app.package.change import Outcome, change_package, refresh_values
from app.package.save import save
from app.package.values import is_changed
from app.workbook.array_values import find_lost
from app.workbook.cached import CachedCell, CachedCells, find_cached, shown_cached
from app.workbook.content import Computed, Source, read_computed
from app.workbook.folder import CHANGE_PREFIX
from app.workbook.snapshot import write_snapshot
from app.workbook.stale import StaleCells
from app.workbook.type_edit import type_edit

_log = logging.getLogger(__name__)


def write_steps(source: Source, steps: Sequence[Mapping[str, Any]], folder: Path) -> Path:
    """The file of ``source`` with looks and charts; the file itself when there are none."""
    if not steps:
        return source.original
    looked = folder / f"looks.{source.kind}"
    change_package(source.original, looked, {"steps": steps})
    return looked


def restore_base(source: Source, done: Sequence[Operation]) -> None:
    """Makes the base of ``source`` again, which is gone, from the last one before it that is there."""
    changes = [step for step in done if step.kind == "change" and step.seq <= source.base]
    there = [step.seq for step in changes[:-1] if source.folder.original(source.kind, step.seq).exists()]
    start = max(there, default=0)
    _log.info("Base %d of %s is made again from %d", source.base, source.folder.id, start)
    source = replace(source, base=start)
    content = read_computed(source)
    edits: dict[CellAddress, str] = {}
    since: list[Operation] = []
    for step in done:
        if not start < step.seq <= changes[-1].seq:
            continue
        for edit in step.edits:
            type_edit(content.engine, edit, keeps_format=step.keeps_formats)
            edits[edit.sheet, edit.row, edit.column] = edit.text
        for look in step.looks:
            content.engine.show_look(look)
        if step.kind == "change" and step.change is not None:
            content.engine.evaluate()
            content = make_base(source, content, History(since).file_steps(), edits, step.change, step.seq)
            source, edits, since = replace(source, base=step.seq), {}, []
        else:
            since.append(step)


def make_base(
    source: Source,
    content: Computed,
    steps: Sequence[Mapping[str, Any]],
    edits: Mapping[CellAddress, str],
    change: Mapping[str, Any],
    number: int,
) -> Computed:
    """Writes the base ``number`` durably, and gives its cells. ``steps``, ``edits``: net, since ``source``'s base.

    Raises ``STRUCTURE_REFUSED``, ``ENGINE_FAILED``, and what `package.save` raises; nothing is changed then.
    """
    target = source.folder.original(source.kind, number)
    with tempfile.TemporaryDirectory(prefix=CHANGE_PREFIX, dir=source.folder.path) as temporary:
        # 1. The file as it would be saved now.
        saved = looked = write_steps(source, steps, Path(temporary))
        before = content.engine
        if edits:
            saved = Path(temporary) / f"saved.{source.kind}"
            before = read_computed(source).engine
            save(looked, saved, edits, before, content.engine, recalculates=False)
        # 2. The change.
        changed = Path(temporary) / f"changed.{source.kind}"
        outcome = change_package(saved, changed, change, quick=True)
        # 3. Computed. What the engine was right about is the engine's now; what it can't compute stays as it was.
        engine = load_engine(changed)
        image = engine.to_bytes()
        engine.evaluate()
        doubtful = {
            moved: key for key in content.cached if key not in edits and (moved := outcome.move(key)) is not None
        }
        differing: CachedCells = {}
        stale: list[CellAddress] = []
        stored = load_without_rules(changed)
        if stored is None and engine.to_bytes() != image:
            stored = IronCalcEngine.from_bytes(image)
        if stored is not None:
            differing = find_cached(stored, engine, calculated=True) if doubtful else {}
            stale = [key for key in engine.differing_cells(stored) if _is_new(key, outcome, before, engine)]
        refreshed: dict[CellAddress, Value] = {
            key: engine.value(*key) for key in (*stale, *outcome.fresh) if key not in doubtful
        }
        stale_cells = StaleCells(content.engine, edits)
        gone: dict[CellAddress, CachedCell] = {}
        for moved, key in doubtful.items():
            if stale_cells.holds(key) or shown_cached(content.cached, content.engine, key) is None:
                # What it depends on was edited: the file's value is wrong now, and the engine's can't be trusted.
                refreshed[moved] = None
                look = engine.look(*moved)
                gone[moved] = CachedCell(engine.value(*moved), look.text, look.kind, is_stale=True)
        refresh_values(changed, target, refreshed)
    lost = find_lost(target, engine) if doubtful else {}
    cached: CachedCells = {key: cell for key, cell in {**lost, **differing}.items() if key in doubtful} | gone
    # 4. For the next start.
    try:
        write_snapshot(source.folder.snapshot(number), engine.to_bytes(), cached)
    except OSError as error:
        _log.warning("No snapshot of base %d: %s", number, error)
    return Computed(engine, cached)


def _is_new(key: CellAddress, outcome: Outcome, before: IronCalcEngine, after: IronCalcEngine) -> bool:
    """Whether edits or the change gave a cell another value: else the file's stays, whose last digits are its own."""
    origin = outcome.origin(key)
    return origin is None or is_changed(before.value(*origin), after.value(*key))
