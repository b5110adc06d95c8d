"""What a refusal has to be: one message, of a documented code, without a stack trace."""

from __future__ import annotations

DOCUMENTED = frozenset((
    "NOT_A_WORKBOOK", "PASSWORD_PROTECTED", "FORMAT_UNSUPPORTED", "FILE_TOO_LARGE", "CELL_LOCKED_BY_SPILL",
    "STRUCTURE_REFUSED", "INVALID_PARAMS", "OUT_OF_RANGE", "READ_ONLY", "ENGINE_FAILED", "SAVE_FAILED",
))  # fmt: skip
"""Codes that a file may be answered with on a machine where nothing is wrong (docs/errors.md)."""
_MIN_MESSAGE, _MAX_MESSAGE = 20, 500


def find_fault(outcome: str, message: str) -> str | None:
    """What is wrong with an outcome that is no success; None when it is a refusal as it should be."""
    code = outcome.partition(" ")[0]
    if code == "viewed":
        return None if message else "a view without its reason"
    if code not in DOCUMENTED:
        return f"{outcome}: {message}"
    if "\n" in message or "Traceback" in message or not _MIN_MESSAGE < len(message) < _MAX_MESSAGE:
        return f"no clear message: {message[:1000]!r}"
    return None
