"""What a process really asked of the system, by strace: lines as ``12345 fdatasync(5</path>) = 0``."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path


def why_no_strace() -> str | None:
    """Why it can't be used here; None when it can."""
    if shutil.which("strace") is None:
        return "strace is not installed (Debian: apt install strace)"
    return None


def traced(command: list[str], log: Path, calls: str) -> list[str]:
    """The command, with its calls written to ``log``: descriptors with their paths, data whole and in hexadecimal."""
    flags = ["-f", "-y", "-q", "-xx", "-s", "16000000", "-e", f"trace={calls}", "-e", "signal=none", "-o", str(log)]
    return ["strace", *flags, *command]


@dataclass(frozen=True)
class Call:
    """One call that went well. ``path``: of its descriptor, or its first argument; texts are read from hexadecimal."""

    name: str
    path: str
    arguments: str
    result: int

    @property
    def texts(self) -> list[bytes]:
        return [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(self.arguments)]


_LINE = re.compile(r"^(\d+) +(.*)$", re.DOTALL)
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>")
_CALL = re.compile(r"^(\w+)\((.*)\) += (-?\d+)", re.DOTALL)
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})+|[^>]*)>")


def read_calls(log: Path) -> list[Call]:
    """In the order in which they began; a call that another thread's interrupts is written in two lines.

    The order of their ends says less: whoever reads an answer may go on, and have more written by another thread,
    before the write of the answer is seen to end.
    """
    calls: list[Call | None] = []
    begun: dict[str, tuple[int, str]] = {}
    for line in log.read_text("ascii", "replace").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        thread, text = match.groups()
        if _RESUMED.match(text):
            if thread not in begun:
                continue
            place, beginning = begun.pop(thread)
            text = beginning + _RESUMED.sub("", text, count=1)
        else:
            place = len(calls)
            calls.append(None)
        if text.endswith("<unfinished ...>"):
            begun[thread] = place, text.removesuffix("<unfinished ...>")
        elif (call := _CALL.match(text)) and int(call[3]) >= 0:
            calls[place] = Call(call[1], _path(call[2]), call[2], int(call[3]))
    return [call for call in calls if call is not None]


def _path(arguments: str) -> str:
    if descriptor := _DESCRIPTOR.match(arguments):
        path = descriptor[1]
        return bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path
    text = _TEXT.search(arguments)
    return bytes.fromhex(text[1].replace("\\x", "")).decode("utf-8", "replace") if text else ""
