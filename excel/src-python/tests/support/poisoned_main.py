"""The service with an engine that does not come through.

Typing what POISON says ends the process from outside (``kill``), by a crash (``crash``), or holds the GIL for ever, as
native code can (``hang``). So does loading a workbook whose first cell is ``hangs``, or any while the file
HANG_WHILE_THERE_IS is there.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2] / "src")

from app.engine import ironcalc_load  # noqa: E402
from app.engine.ironcalc_engine import IronCalcEngine  # noqa: E402
from app.main import main  # noqa: E402
from app.package import atomic  # noqa: E402

_set_input = IronCalcEngine.set_input
_load = IronCalcEngine.load


def _hang() -> None:
    # Exponential, in one call of native code.
    re.match("(a+)+$", "a" * 64 + "b")


def _set(engine: IronCalcEngine, sheet: int, row: int, column: int, text: str, **options: bool) -> None:
    if text == os.environ.get("POISON"):
        if text == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if text == "crash":
            os.abort()
        _hang()
    _set_input(engine, sheet, row, column, text, **options)


def _load_or_hang(path: Path) -> IronCalcEngine:
    engine = _load(path)
    asked_to = os.environ.get("HANG_WHILE") == "load" or Path(os.environ.get("HANG_WHILE_THERE_IS", "/")).is_file()
    if asked_to or engine.value(0, 1, 1) == "hangs":
        _hang()
    return engine


if os.environ.get("HANG_WHILE") == "type":
    _set_input = lambda *_, **__: _hang()  # type: ignore[assignment,misc]  # noqa: E731
if os.environ.get("HANG_WHILE") == "read":
    for name in ("filled", "filled_columns"):
        setattr(IronCalcEngine, name, lambda *_: _hang())
if os.environ.get("HANG_WHILE") == "write":
    atomic._lock = lambda _: _hang()
IronCalcEngine.set_input = _set  # type: ignore[method-assign]
ironcalc_load.IronCalcEngine.load = _load_or_hang  # type: ignore[method-assign,assignment]

if __name__ == "__main__":
    sys.exit(main())
