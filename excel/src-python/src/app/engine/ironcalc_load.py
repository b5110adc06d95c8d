"""From an .xlsx to an engine, with the copy that the engine needs when it can't read the file as it is."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from app.engine.ironcalc_engine import IronCalcEngine
from app.engine.port import EngineFailed
from app.errors import ServiceError

_log = logging.getLogger(__name__)


def load_engine(path: Path) -> IronCalcEngine:
    """Reads an .xlsx without evaluating. Raises EngineFailed.

    IronCalc does not load data tables (what-if tables); without their formula they are plain cached values. The
    stripped copy is for the engine only, and is never what is saved.
    """
    reason: EngineFailed | None = None
    if not _is_misread(path):
        try:
            return _mend(IronCalcEngine.load(path), path)
        except EngineFailed as error:
            reason = error
    with tempfile.TemporaryDirectory(prefix="lifebound-") as folder:
        stripped = Path(folder) / "stripped.xlsx"
        if not sanitise(path, stripped):
            raise reason or EngineFailed("The cells of this workbook can't be read.")
        _log.info("Reading a sanitised copy, since: %s", reason or "cells would be misread")
        return _mend(IronCalcEngine.load(stripped), stripped)


def _mend(engine: IronCalcEngine, path: Path) -> IronCalcEngine:
    """Its conditional formats mean what they mean in Excel."""
    try:
        engine.mend_rules(path)
    except EngineFailed as error:
        _log.warning("The engine fails at conditional formats of %s: %s", path.name, error.message)
        # What it holds now is not to be trusted.
        return IronCalcEngine.load(path)
    except (ServiceError, ValueError) as error:
        _log.warning("Conditional formats of %s are shown as the engine reads them: %s", path.name, error)
    return engine


def _is_misread(path: Path) -> bool:
    from app.package.sanitise import is_misread  # noqa: PLC0415  (see below)

    try:
        return is_misread(path)
    except ServiceError:
        # The engine says what it thinks of such a package.
        return False


def sanitise(path: Path, stripped: Path) -> bool:
    """Writes a copy without what readers can't take; False when there is nothing of that, or no package at all."""
    from app.package.sanitise import sanitised_copy  # noqa: PLC0415  (not needed for most workbooks)

    try:
        return sanitised_copy(path, stripped)
    except ServiceError as error:
        _log.info("No sanitised copy of %s: %s", path.name, error.message)
        return False
