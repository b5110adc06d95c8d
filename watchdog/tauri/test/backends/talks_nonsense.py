"""Writes what is no message in every way that comes to mind, seeded, then gets ready and answers what it is asked."""

import json
import os
import random
import sys

SEED = int(os.environ["NONSENSE_SEED"])
draw = random.Random(SEED)
hello = json.loads(sys.stdin.readline())
nonce = hello["params"]["nonce"]


def ready(**changes):
    params = {"protocol": 1, "nonce": nonce, "version": "0.1.0", "port": None, **changes}
    return {"jsonrpc": "2.0", "method": "lifebound/ready", "params": params}


VALUES = [None, True, -1, 0, 1.5, 1e308, 2**63, 2**70, "", "\x00", "\ud800", [], {}, [[[]]], {"a": None}, "lifebound/ready"]


def some():
    return draw.choice(VALUES)


def message():
    kind = draw.randrange(8)
    if kind == 0:
        return ready(nonce=some())
    if kind == 1:
        return ready(nonce="0" * 32)
    if kind == 2:
        return ready(protocol=some(), nonce="x")
    if kind == 3:
        return {"jsonrpc": "2.0", "method": draw.choice(["lifebound/" + name for name in ("beat", "busy", "declare", "bye", "debugger", "hello", "x")]), "params": some()}
    if kind == 4:
        return {"jsonrpc": some(), "method": some(), "id": some(), "params": some()}
    if kind == 5:
        return {"jsonrpc": "2.0", "id": draw.choice([*VALUES, 1, 2, 3]), "result": some()}
    if kind == 6:
        return {"jsonrpc": "2.0", "id": some(), "error": some()}
    return some()


def line():
    kind = draw.randrange(6)
    if kind == 0:
        return draw.randbytes(draw.randrange(200)).replace(b"\n", b"")
    text = json.dumps(message()).encode()
    if kind == 1:
        return text[: draw.randrange(len(text) + 1)]
    if kind == 2:
        place = draw.randrange(len(text) + 1)
        return text[:place] + draw.choice([b"\0", b"\xff", b"\r", b"\xc3", b"{"]) + text[place:]
    if kind == 3:
        return b"[" * draw.randrange(5000) + text
    return text


def write(data):
    data = memoryview(data)
    while data:
        # Split anywhere.
        size = draw.randrange(1, 4096) if len(data) < 65536 else 65536
        data = data[os.write(1, data[:size]) :]


write(b"x" * (9 * 1024 * 1024) + b"\n")
for _ in range(300):
    write(line() + b"\n")
write(json.dumps(ready()).encode() + b"\n")
while request := sys.stdin.readline():
    asked = json.loads(request)
    if asked.get("method") == "echo":
        write(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": asked["params"]}).encode() + b"\n")
