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
    """In the order in which they ended; a call that another thread's interrupts is written in two lines."""
    calls = []
    begun: dict[str, str] = {}
    for line in log.read_text("ascii", "replace").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        thread, text = match.groups()
        if text.endswith("<unfinished ...>"):
            begun[thread] = text.removesuffix("<unfinished ...>")
            continue
        if _RESUMED.match(text):
            text = begun.pop(thread, "") + _RESUMED.sub("", text, count=1)
        if (call := _CALL.match(text)) and int(call[3]) >= 0:
            calls.append(Call(call[1], _path(call[2]), call[2], int(call[3])))
    return calls


def _path(arguments: str) -> str:
    if descriptor := _DESCRIPTOR.match(arguments):
        path = descriptor[1]
        return bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path
    text = _TEXT.search(arguments)
    return bytes.fromhex(text[1].replace("\\x", "")).decode("utf-8", "replace") if text else ""
