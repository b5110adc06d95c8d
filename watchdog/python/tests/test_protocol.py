from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from lifebound import RequestError, _protocol
from lifebound._protocol import MAX_MESSAGE_BYTES, Call

GOLDEN = Path(__file__).parents[2] / "core" / "src" / "protocol.golden.jsonl"
LINES = GOLDEN.read_bytes().splitlines(keepends=True)
MESSAGES = [json.loads(line) for line in LINES]


def golden(method: str, index: int = 0) -> bytes:
    return [line for line, message in zip(LINES, MESSAGES, strict=True) if message.get("method") == method][index]


def test_writes_the_golden_messages_byte_by_byte() -> None:
    nonce = "5f0c2a7d91e84b36"
    not_found = RequestError("FILE_NOT_FOUND", "No file at /tmp/none.xlsx. Check the path.")
    progress = {"what": "open", "workbook": None, "done": False}
    written = [
        (_protocol.ready(nonce, "0.1.0", None), golden("lifebound/ready")),
        (_protocol.ready(nonce, None, 8123), golden("lifebound/ready", 1)),
        (_protocol.beat(), golden("lifebound/beat")),
        (_protocol.busy(20000, "打开 预算.xlsx"), golden("lifebound/busy")),
        (_protocol.busy(0, ""), golden("lifebound/busy", 1)),
        (_protocol.declare(4242, None), golden("lifebound/declare")),
        (_protocol.declare(7, "pid:[4026532281]"), golden("lifebound/declare", 1)),
        (_protocol.debugger(True), golden("lifebound/debugger")),
        (_protocol.bye("stop"), golden("lifebound/bye")),
        (_protocol.result(7, {"revision": 3, "cells": []}), next(line for line in LINES if b'"result"' in line)),
        (_protocol.failure(8, not_found), next(line for line in LINES if b'"error"' in line)),
        (_protocol.notification("service/progress", progress), golden("service/progress")),
    ]
    for message, line in written:
        assert _protocol.encode(message) == line


def test_reads_every_golden_message() -> None:
    for line, message in zip(LINES, MESSAGES, strict=True):
        call = _protocol.parse(line)
        if "method" in message:
            assert call == Call(message.get("id"), message["method"], message["params"])
        else:
            assert call is None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", -32700),
        (b"garbage", -32700),
        (b'{"jsonrpc":"2.0","method":"a","params":NaN}', -32700),
        (b'{"jsonrpc":"2.0","method":"a","id":' + b"1" * 5000 + b"}", -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b"null", -32600),
        (b'{"method":"a"}', -32600),
        (b'{"jsonrpc":"2.0"}', -32600),
        (b'{"jsonrpc":"2.0","method":1}', -32600),
        (b'{"jsonrpc":"2.0","method":"a","id":true}', -32600),
        (b'{"jsonrpc":"2.0","method":"a","id":1.5}', -32600),
        (b'{"jsonrpc":"2.0","method":"a","id":{}}', -32600),
        (b'{"jsonrpc":"2.0","method":"a","id":"' + b"x" * 257 + b'"}', -32600),
    ],
)
def test_refuses_what_is_no_message(line: bytes, code: int) -> None:
    with pytest.raises(RequestError) as caught:
        _protocol.parse(line)
    assert caught.value.rpc_code == code
    assert caught.value.code == "PROTOCOL_ERROR"
    assert len(caught.value.message) < 300


def test_a_bad_byte_becomes_a_replacement_character() -> None:
    call = _protocol.parse(b'{"jsonrpc":"2.0","method":"a","params":{"text":"\xff\xc3"}}')
    assert call == Call(None, "a", {"text": "\ufffd\ufffd"})


@pytest.mark.parametrize("seed", range(200))
def test_no_bytes_make_it_fail_in_another_way(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(50):
        line = bytearray(draw.choice(LINES))
        for _ in range(draw.randint(1, 8)):
            line[draw.randrange(len(line))] = draw.randrange(256)
        try:
            _protocol.parse(bytes(line))
        except RequestError:
            continue


def test_limits_what_it_writes() -> None:
    frame = len(_protocol.encode(_protocol.notification("m", "")))
    assert len(_protocol.encode(_protocol.notification("m", "x" * (MAX_MESSAGE_BYTES - frame)))) == MAX_MESSAGE_BYTES
    with pytest.raises(RequestError) as caught:
        _protocol.encode(_protocol.notification("m", "x" * (MAX_MESSAGE_BYTES - frame + 1)))
    assert caught.value.code == "PAYLOAD_TOO_LARGE"


def test_text_is_well_formed_before_it_crosses() -> None:
    assert "a\ufffdb\U0001f600".encode() in _protocol.encode(_protocol.notification("m", "a\ud83db\U0001f600"))
