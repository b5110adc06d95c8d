"""What a file has in its cells, where the engine computes some of them while it loads the file."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from app.engine.ironcalc_engine import IronCalcEngine
from app.engine.port import EngineFailed
from app.errors import ServiceError

_log = logging.getLogger(__name__)


def load_without_rules(path: Path) -> IronCalcEngine | None:
    """The workbook with the file's own values; None when it has no conditional formats.

    IronCalc evaluates those at once, and with them all cells that they ask for.
    """
    # Not needed when there is a snapshot.
    from app.package.sanitise import sanitised_copy, sheet_signs  # noqa: PLC0415

    try:
        if not sheet_signs(path).rules:
            return None
        with tempfile.TemporaryDirectory(prefix="lifebound-") as folder:
            plain = Path(folder) / "plain.xlsx"
            return IronCalcEngine.load(plain) if sanitised_copy(path, plain, without_rules=True) else None
    except (EngineFailed, ServiceError) as error:
        _log.warning("%s can't be read without its conditional formats: %s", path.name, error)
        return None
