"""The messages of the link. Reference: watchdog/core/src/protocol.ts and docs/link-protocol.md."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final, NoReturn, TypeAlias

from ._errors import (
    RPC_INVALID_REQUEST,
    RPC_PARSE_ERROR,
    RequestError,
    too_large,
)

PROTOCOL_VERSION: Final = 1
MAX_MESSAGE_BYTES: Final = 8 * 1024 * 1024
_MAX_ID_CHARACTERS: Final = 256  # An id comes back in every answer, which has to fit the limit.

RequestId: TypeAlias = int | str
Message: TypeAlias = dict[str, object]

_LONE_SURROGATES: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Call:
    """A request (with an id) or a notification (without) from the host."""

    id: RequestId | None
    method: str
    params: object


def parse(line: bytes) -> Call | None:
    """Reads one line of the host. None: an answer, which nobody here asked for.

    Raises RequestError for what is not JSON-RPC 2.0. A bad UTF-8 byte becomes a replacement character.
    """
    try:
        message = json.loads(line.decode("utf-8", "replace"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise RequestError(
            "PROTOCOL_ERROR",
            f"The backend got a line of {len(line)} bytes that is not JSON ({error}). It was left out.",
            rpc_code=RPC_PARSE_ERROR,
        ) from None
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise _invalid_request('is no JSON object with "jsonrpc": "2.0"')
    if "method" not in message:
        if "result" in message or "error" in message:
            return None
        raise _invalid_request("has no method")
    method = message["method"]
    request_id = message.get("id")
    if not isinstance(method, str):
        raise _invalid_request("has a method that is no text")
    if not _is_id(request_id):
        raise _invalid_request("has an id that is neither an integer nor a short text")
    return Call(request_id, method, message.get("params"))


def encode(message: Message) -> bytes:
    """One line, its end included. Raises RequestError PAYLOAD_TOO_LARGE, TypeError or ValueError (not JSON)."""
    # JavaScript and serde refuse NaN, and Python would write it.
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        line = text.encode() + b"\n"
    except UnicodeEncodeError:  # Half an emoji: Rust's parser would refuse the whole line.
        line = _LONE_SURROGATES.sub("\ufffd", text).encode() + b"\n"
    if len(line) > MAX_MESSAGE_BYTES:
        raise too_large("The message", len(line), MAX_MESSAGE_BYTES)
    return line


def notification(method: str, params: object) -> Message:
    """A message that is not answered."""
    return {"jsonrpc": "2.0", "method": method, "params": params}


def result(request_id: RequestId, value: object) -> Message:
    """The answer of a request that went well."""
    return {"jsonrpc": "2.0", "id": request_id, "result": value}


def failure(request_id: RequestId | None, error: RequestError) -> Message:
    """The answer of a request that did not; id None when it could not be read."""
    return {
        "jsonrpc": "2.0",
        "id": request_id,
        "error": {"code": error.rpc_code, "message": error.message, "data": {"code": error.code}},
    }


def ready(nonce: str, version: str | None, port: int | None) -> Message:
    """The backend of this nonce can be asked."""
    return notification(
        "lifebound/ready", {"protocol": PROTOCOL_VERSION, "nonce": nonce, "version": version, "port": port}
    )


def beat() -> Message:
    """A sign of life."""
    return notification("lifebound/beat", {})


def busy(for_ms: int, what: str) -> Message:
    """Silent for up to ``for_ms``; 0 ends the spell."""
    return notification("lifebound/busy", {"forMs": for_ms, "what": what})


def declare(pid: int, namespace: str | None) -> Message:
    """A helper outside the process tree; its pid counts in that PID namespace."""
    return notification("lifebound/declare", {"pid": pid, "namespace": namespace})


def debugger(attached: bool) -> Message:
    """A debugger is connected, or has let go."""
    return notification("lifebound/debugger", {"attached": attached})


def bye(reason: str) -> Message:
    """Ending in good order."""
    return notification("lifebound/bye", {"reason": reason})


def _is_id(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= _MAX_ID_CHARACTERS
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _invalid_request(why: str) -> RequestError:
    return RequestError(
        "PROTOCOL_ERROR", f"The backend got a message that {why}. It was left out.", rpc_code=RPC_INVALID_REQUEST
    )


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
