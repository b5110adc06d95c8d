"""The ladder by which a file becomes cells: engine, then read-only view, then one clear error."""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.engine.ironcalc_load import load_engine, sanitise
from app.engine.port import EngineFailed
from app.host import Host, native_seconds
from app.workbook.cached import CachedCells, find_cached
from app.workbook.folder import WorkbookFolder
from app.workbook.snapshot import read_snapshot, write_snapshot

if TYPE_CHECKING:
    from app.engine.calamine_view import CalamineView
    from app.engine.ironcalc_engine import IronCalcEngine

_EDITABLE = {"xlsx", "xlsm"}
_log = logging.getLogger(__name__)


@dataclass
class Computed:
    """An engine, evaluated, and the cells that it can't compute as the file has them."""

    engine: IronCalcEngine
    cached: CachedCells


@dataclass
class Viewed:
    """Read-only, and why."""

    view: CalamineView
    reason: str


def load_content(folder: WorkbookFolder, kind: str, host: Host) -> Computed | Viewed:
    """Reads the workbook as it was opened. Raises what `CalamineView` raises when nothing can read it."""
    if kind not in _EDITABLE:
        return load_view(folder, kind, host, f"Workbooks of the format .{kind} can be viewed, not edited.")
    try:
        return load_computed(folder, kind, host)
    except EngineFailed as error:
        _log.warning("The engine can't open %s: %s", folder.id, error.message)
        reason = f"The calculation engine can't open this workbook, so it can be viewed, not edited. {error.message}"
        return load_view(folder, kind, host, reason)


def load_view(folder: WorkbookFolder, kind: str, host: Host, reason: str) -> Viewed:
    from app.engine.calamine_view import CalamineView  # noqa: PLC0415  (most workbooks never need it)

    original = folder.original(kind)
    with (
        host.busy("open", seconds=native_seconds(original.stat().st_size)),
        tempfile.TemporaryDirectory(prefix="lifebound-") as temporary,
    ):
        # A sheet that claims to reach XFD1048576 makes calamine end the process: the claim is taken out.
        stripped = Path(temporary) / original.name
        found = kind in _EDITABLE and sanitise(original, stripped)
        return Viewed(CalamineView(stripped if found else original), reason)


def load_computed(folder: WorkbookFolder, kind: str, host: Host) -> Computed:
    """From the snapshot when there is one (0.04 s a million cells), else from the file (1.3 s). Raises EngineFailed."""
    original = folder.original(kind)
    with host.busy("open", seconds=native_seconds(original.stat().st_size)):
        known = read_snapshot(folder.snapshot)
        if known is not None:
            return Computed(*known)
        return _compute(folder, kind)


def _compute(folder: WorkbookFolder, kind: str) -> Computed:
    # 1. As stored in the file.
    engine = load_engine(folder.original(kind))
    stored = engine.to_bytes()
    # 2. Computed. The engine's image is deterministic: the same bytes mean that it agrees with every cached value.
    engine.evaluate()
    cached: CachedCells = {}
    if engine.to_bytes() != stored:
        cached = find_cached(type(engine).from_bytes(stored), engine)
    # 3. For the next start.
    try:
        write_snapshot(folder.snapshot, engine, cached)
    except OSError as error:
        _log.warning("No snapshot of %s: %s", folder.id, error)
    return Computed(engine, cached)
