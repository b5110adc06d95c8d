"""The ladder by which a file becomes cells: engine, then read-only view, then one clear error."""

from __future__ import annotations

import logging
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.engine.ironcalc_load import load_engine, sanitise
from app.engine.ironcalc_stored import load_without_rules
from app.engine.port import EngineFailed
from app.errors import ServiceError
from app.host import Host, native_seconds
from app.workbook.cached import CachedCells, find_cached
from app.workbook.folder import WorkbookFolder
from app.workbook.snapshot import read_snapshot, write_snapshot

if TYPE_CHECKING:
    from app.engine.calamine_view import CalamineView
    from app.engine.ironcalc_engine import IronCalcEngine

PACKAGES = frozenset(("xlsx", "xlsm"))
"""The kinds of files whose parts are read and written; others are viewed."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Source:
    """What there is to read: the private copy of a file."""

    folder: WorkbookFolder
    kind: str
    name: str
    """For messages."""
    base: int = 0
    """The `change` of the journal that made the file which is read; 0: it is the one that was opened."""

    @property
    def original(self) -> Path:
        return self.folder.original(self.kind, self.base)

    @property
    def snapshot(self) -> Path:
        return self.folder.snapshot(self.base)

    @property
    def native_seconds(self) -> float:
        """How long native code may be silent over it."""
        # A base that is gone is made again from the file that was opened.
        path = self.original if self.original.exists() else self.folder.original(self.kind)
        return native_seconds(path.stat().st_size)


@dataclass
class Computed:
    """An engine, evaluated, and the cells that it can't compute as the file has them."""

    engine: IronCalcEngine
    cached: CachedCells
    floor: int = 0
    """The last operation that was in the snapshot: the engine can't undo it, nor what is below it. 0: none was."""


@dataclass
class Viewed:
    """Read-only, and why."""

    view: CalamineView
    reason: str


class _NotSavable(EngineFailed):
    """The engine can read it, and what is edited in it could never be saved. The message is the reason."""


def load_content(source: Source, host: Host) -> Computed | Viewed:
    """Reads the workbook as it was opened. Raises what `CalamineView` raises when nothing can read it."""
    if source.kind not in PACKAGES:
        return load_view(source, host, f"Workbooks of the format .{source.kind} can be viewed, not edited.")
    try:
        return load_computed(source, host)
    except _NotSavable as error:
        return load_view(source, host, f"This workbook can be viewed, not edited, since {error.message}.")
    except EngineFailed as error:
        _log.warning("The engine can't open %s: %s", source.folder.id, error.message)
        reason = f"The calculation engine can't open this workbook, so it can be viewed, not edited. {error.message}"
        return load_view(source, host, reason)


def load_view(source: Source, host: Host, reason: str) -> Viewed:
    from app.engine.calamine_view import CalamineView  # noqa: PLC0415  (most workbooks never need it)

    original = source.original
    with (
        host.busy("open", seconds=source.native_seconds),
        tempfile.TemporaryDirectory(prefix="lifebound-") as temporary,
    ):
        # A sheet that claims to reach XFD1048576 makes calamine end the process: the claim is taken out.
        stripped = Path(temporary) / original.name
        found = source.kind in PACKAGES and sanitise(original, stripped)
        return Viewed(CalamineView(stripped if found else original, source.name), reason)


def load_computed(source: Source, host: Host) -> Computed:
    """From the snapshot when there is one (0.04 s a million cells), else from the file (1.3 s). Raises EngineFailed."""
    with host.busy("open", seconds=source.native_seconds):
        return read_computed(source)


def read_computed(source: Source) -> Computed:
    """`load_computed` for callers that have announced it."""
    known = read_snapshot(source.snapshot)
    if known is not None:
        return Computed(*known)
    return _compute(source)


def _compute(source: Source) -> Computed:
    # 1. As stored in the file.
    engine = load_engine(source.original)
    _refuse_unsavable(source, engine)
    stored = engine.to_bytes()
    # 2. Computed. The engine's image is deterministic: the same bytes mean that it agrees with every cached value.
    engine.evaluate()
    image = engine.to_bytes()
    before = load_without_rules(source.original)
    if before is None and image != stored:
        before = type(engine).from_bytes(stored)
    chain = _has_calculation_chain(source.original)
    cached = {} if before is None else find_cached(before, engine, calculated=chain)
    cached = {**_find_lost(source, engine), **cached}
    # 3. For the next start.
    try:
        write_snapshot(source.snapshot, image, cached)
    except OSError as error:
        _log.warning("No snapshot of %s: %s", source.folder.id, error)
    return Computed(engine, cached)


def _find_lost(source: Source, engine: IronCalcEngine) -> CachedCells:
    from app.workbook.array_values import find_lost  # noqa: PLC0415  (not needed when there is a snapshot)

    try:
        return find_lost(source.original, engine)
    except ServiceError as error:
        # The engine could read it: what is found wrong with it here is said when it is saved.
        _log.info("No values of arrays of %s: %s", source.folder.id, error.message)
        return {}


def _has_calculation_chain(path: Path) -> bool:
    """The order in which formulas are computed: programs that do not compute do not write it."""
    with zipfile.ZipFile(path) as package:
        return any(name.lower().endswith("calcchain.xml") for name in package.namelist())


def _refuse_unsavable(source: Source, engine: IronCalcEngine) -> None:
    from app.package.savable import why_not_savable  # noqa: PLC0415  (not needed when there is a snapshot)

    reason = why_not_savable(source.original, [sheet.name for sheet in engine.sheets()])
    if reason is not None:
        raise _NotSavable(reason.replace(source.original.name, source.name))
