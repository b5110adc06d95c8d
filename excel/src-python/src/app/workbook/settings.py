"""What the user chose for all workbooks, in a file of the data directory."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from app.errors import ServiceError
from app.workbook.folder import disk_full, sync_folder

_MAX_AUTOSAVE_SECONDS = 86_400
_MAX_KEEP_DAYS = 3650
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """``autosave_seconds`` after the last edit, 0: never. Fractions are for tests."""

    autosave_seconds: float = 0
    keep_recovery_days: float = 14
    """A day's work is sometimes missed only days later."""
    no_recovery: tuple[str, ...] = ()
    """Hashes of the paths of files whose edits are not kept: the list itself tells nobody of them."""

    @property
    def keep_seconds(self) -> float:
        return self.keep_recovery_days * 86_400

    def keeps(self, path: Path | None) -> bool:
        return path is None or _hash(path) not in self.no_recovery

    def with_recovery(self, path: Path, *, enabled: bool) -> Settings:
        others = tuple(known for known in self.no_recovery if known != _hash(path))
        return replace(self, no_recovery=others if enabled else (*others, _hash(path)))

    def checked(self) -> Settings:
        """Raises INVALID_PARAMS."""
        for name, value, limit in (
            ("autosaveSeconds", self.autosave_seconds, _MAX_AUTOSAVE_SECONDS),
            ("keepRecoveryDays", self.keep_recovery_days, _MAX_KEEP_DAYS),
        ):
            if not 0 <= value <= limit:
                raise ServiceError("INVALID_PARAMS", f"{name} is {value}. Give a number from 0 to {limit}.")
        return self


def read_settings(root: Path) -> Settings:
    """The defaults when there are none, or they can't be read."""
    try:
        read: dict[str, Any] = json.loads((root / "settings.json").read_text("utf-8"))
        return Settings(read["autosave_seconds"], read["keep_recovery_days"], tuple(read["no_recovery"])).checked()
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, KeyError, TypeError, ServiceError) as error:
        _log.error("The settings can't be read (%s). The defaults count.", error)
        return Settings()


def write_settings(root: Path, settings: Settings) -> None:
    """Raises DISK_FULL."""
    temporary = root / "settings.json.new"
    try:
        with os.fdopen(os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(settings), file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(root / "settings.json")
        sync_folder(root)
    except OSError as error:
        raise disk_full(error, "The settings") from error


def _hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()
