"""What a process really asked of the system, by strace: lines as ``pid 12:00:00.000001 fdatasync(5</path>) = 0``."""

from __future__ import annotations

import shutil
from pathlib import Path


def why_no_strace() -> str | None:
    """Why it can't be used here; None when it can."""
    if shutil.which("strace") is None:
        return "strace is not installed (Debian: apt install strace)"
    return None


def traced(command: list[str], log: Path, calls: str) -> list[str]:
    """The command, with its calls written to ``log``: descriptors with their paths, texts of up to 4,096 bytes."""
    return [
        "strace",
        "-f",
        "-y",
        "-q",
        "-s",
        "4096",
        "-e",
        f"trace={calls}",
        "-e",
        "signal=none",
        "-o",
        str(log),
        *command,
    ]
