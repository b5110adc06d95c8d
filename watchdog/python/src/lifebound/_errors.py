"""What a backend raises, and the codes that the link answers by itself."""

from __future__ import annotations

from typing import Final

NO_RESTART: Final = 77
"""Exit status that means "do not restart me": ``raise SystemExit(lifebound.NO_RESTART)``."""

# JSON-RPC's own numbers; what has none of its own is -32000. The app reads the symbolic code in `data.code`.
RPC_PARSE_ERROR: Final = -32700
RPC_INVALID_REQUEST: Final = -32600
RPC_UNKNOWN_METHOD: Final = -32601
RPC_INVALID_PARAMS: Final = -32602
RPC_INTERNAL: Final = -32603
RPC_SERVER_ERROR: Final = -32000


class RequestError(Exception):
    """A request that can't be done, as the app shall see it: a symbolic code and one sentence for people.

    ``code`` is upper case with underscores, such as ``FILE_NOT_FOUND``; ``message`` says what happened, the value,
    and what to do next. Raise it in a handler; the caller's promise rejects with ``{code, message}``.
    """

    def __init__(self, code: str, message: str, *, rpc_code: int = RPC_SERVER_ERROR) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.rpc_code = rpc_code


def unknown_method(method: str) -> RequestError:
    """No handler has this name."""
    return RequestError(
        "UNKNOWN_METHOD",
        f"The backend has no method {method[:100]!r}. Check the name, and that app and backend are of one version.",
        rpc_code=RPC_UNKNOWN_METHOD,
    )


def invalid_params(method: str, reason: str) -> RequestError:
    """The parameters do not fit the handler's signature."""
    return RequestError(
        "INVALID_PARAMS",
        f"The parameters of {method} do not fit: {reason}. See the method's documentation.",
        rpc_code=RPC_INVALID_PARAMS,
    )


def internal(method: str, reason: str) -> RequestError:
    """The handler failed in a way that it did not foresee."""
    return RequestError(
        "INTERNAL", f"The backend failed in {method}: {reason}. Its log has the details.", rpc_code=RPC_INTERNAL
    )


def stopped(reason: str) -> RequestError:
    """The backend is ending before the request was done."""
    return RequestError(
        "BACKEND_STOPPED", f"The backend is stopping ({reason}) and did not do what was asked. Start it again."
    )


def cancelled_request(method: str) -> RequestError:
    """Cancelled before it was taken up."""
    return RequestError("REQUEST_CANCELLED", f"{method} was cancelled before it began. Nothing was changed.")


def too_large(what: str, size: int, limit: int) -> RequestError:
    """A message over the link's limit."""
    return RequestError(
        "PAYLOAD_TOO_LARGE",
        f"{what} has {size} bytes and the link carries {limit}. Ask for less, or hand it over in a file.",
    )
