"""LibreOffice without a window: a program of another house that reads, computes and writes workbooks."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import final

_SECONDS_A_BATCH = 240
_SECONDS_A_FILE = 60
_MODES = {"always": 0, "never": 1}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>{mode}</value></prop></item>
</oor:items>
"""


def find_office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


@final
class Office:
    """Converts workbooks to .xlsx, with a profile of its own. ``recalculates``: cached values count for nothing."""

    def __init__(self, program: str, *, recalculates: bool) -> None:
        self._program = program
        self._profile = Path(tempfile.mkdtemp(prefix="lifebound-office-"))
        user = self._profile / "user"
        user.mkdir()
        mode = _MODES["always" if recalculates else "never"]
        (user / "registrymodifications.xcu").write_text(_SETTINGS.format(mode=mode), "utf-8")

    def __enter__(self) -> Office:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._profile, ignore_errors=True)

    def convert(self, paths: Sequence[Path], into: Path) -> None:
        """Writes ``into/name.xlsx`` for each that can be read: all at once, and those which it fails on one by one."""
        self._run(paths, into, _SECONDS_A_BATCH)
        left = [path for path in paths if not (into / f"{path.stem}.xlsx").exists()]
        if len(paths) > 1:
            for path in left:
                self._run([path], into, _SECONDS_A_FILE)

    def _run(self, paths: Sequence[Path], into: Path, seconds: float) -> None:
        into.mkdir(exist_ok=True)
        command = [
            self._program, f"-env:UserInstallation={self._profile.as_uri()}", "--headless", "--norestore",
            "--convert-to", "xlsx", "--outdir", str(into), *map(str, paths),
        ]  # fmt: skip
        # soffice starts soffice.bin: a group of their own, so that both end at the deadline.
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
