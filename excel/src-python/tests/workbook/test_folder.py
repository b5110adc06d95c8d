"""What an end in the middle leaves behind goes, and what a living app has stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

from app.workbook.folder import DataDirectory

_DAY = 86_400


def _age(path: Path, days: int) -> None:
    then = time.time() - days * _DAY
    os.utime(path, (then, then))


def test_a_sweep_takes_ones_own_and_what_is_old(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path / "data")
    own, other, idle = (data.stage(session).path for session in ("own", "other", "idle"))
    old = data.stage("other").path
    _age(old, 2)
    _age(idle, 40)
    _age(idle.parent, 40)
    empty = data.staged("empty")
    _age(empty, 2)
    gone = tmp_path / "data" / "staged" / "w1.gone"
    gone.mkdir()
    data.sweep_staged("own")
    assert [path.exists() for path in (own, other, old, idle, idle.parent, empty, gone)] == [
        False, True, False, False, True, True, False,
    ]  # fmt: skip
    _age(empty, 40)
    data.sweep_staged("own")
    assert not empty.exists()
