"""The one error type of the service."""

from __future__ import annotations

_MAX_REASON = 120


class ServiceError(Exception):
    """A failure told to the user: ``code`` is one of docs/errors.md, ``message`` says what happened and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def describe(error: BaseException) -> str:
    """What a library says of a file, for a message to the user: one short line, whatever bytes it quotes."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= _MAX_REASON else f"{text[:_MAX_REASON].rstrip()}…"
