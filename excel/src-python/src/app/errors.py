"""The one error type of the service."""

from __future__ import annotations


class ServiceError(Exception):
    """A failure told to the user: ``code`` is one of docs/errors.md, ``message`` says what happened and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
