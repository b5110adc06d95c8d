from __future__ import annotations

import json
import os
import random

import pytest
from host import Host, wait_until


def test_answers_in_order_on_the_main_thread() -> None:
    with Host("answers.py") as host:
        ids = [host.ask("echo", text=str(number)) for number in range(100)]
        host.answer(ids[-1])
        assert [m["id"] for m in host.messages if "id" in m] == ids


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, "missing a required argument: 'text'"),
        ({"text": "a", "more": 1}, "unexpected keyword argument 'more'"),
        (["a"], "an object with names"),
        ("a", "an object with names"),
        ({"text": 5}, "text must be a text, not 5"),
        ({"text": "a", "times": "2"}, 'times must be an integer, not "2"'),
        ({"text": "a", "times": True}, "times must be an integer, not true"),
    ],
)
def test_parameters_that_do_not_fit(params: object, reason: str) -> None:
    with Host("answers.py") as host:
        host.send({"jsonrpc": "2.0", "id": "x", "method": "echo", "params": params})
        error = host.answer("x")["error"]
        assert error["code"] == -32602
        assert error["data"] == {"code": "INVALID_PARAMS"}
        assert reason in error["message"]


def test_parameters_may_be_left_out_and_named_freely() -> None:
    with Host("answers.py") as host:
        host.send({"jsonrpc": "2.0", "id": 1, "method": "anything"})
        assert host.answer(1)["result"] == {}
        host.send({"jsonrpc": "2.0", "id": 2, "method": "anything", "params": {"a-b": 1, "self": "预算"}})
        assert host.answer(2)["result"] == {"a-b": 1, "self": "预算"}


def test_an_unknown_method() -> None:
    with Host("answers.py") as host:
        error = host.call("sheet/none")["error"]
        assert error["code"] == -32601
        assert error["data"] == {"code": "UNKNOWN_METHOD"}
        assert "'sheet/none'" in error["message"]
        assert host.error_code("lifebound/none") == "UNKNOWN_METHOD"


def test_an_error_with_a_code_reaches_the_app() -> None:
    with Host("answers.py") as host:
        assert host.call("fail", how="request-error")["error"] == {
            "code": -32000,
            "message": "No file at /tmp/none.xlsx. Check the path.",
            "data": {"code": "FILE_NOT_FOUND"},
        }


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("value", "ValueError: value"),
        ("panic", "PanicException: index out of bounds"),
        ("interrupt", "KeyboardInterrupt"),
    ],
)
def test_whatever_a_handler_raises_is_answered_and_logged(how: str, told: str) -> None:
    with Host("answers.py") as host:
        error = host.call("fail", how=how)["error"]
        assert error == {
            "code": -32603,
            "message": f"The backend failed in fail: {told}. Its log has the details.",
            "data": {"code": "INTERNAL"},
        }
        host.wait_for_log(" - __main__ - ERROR - fail failed\nTraceback")
        assert host.result("echo", text="still here") == {"text": "still here"}


def test_exit_77_passes_after_the_stop_handlers() -> None:
    with Host("answers.py") as host:
        request_id = host.ask("fail", how="no-restart")
        assert host.wait() == 77
        assert host.answer(request_id)["error"]["data"]["code"] == "BACKEND_STOPPED"
        assert "saving" in host.stderr.text
        assert host.messages[-1]["params"] == {"reason": "exit"}


@pytest.mark.parametrize(
    ("what", "code"), [("large", "PAYLOAD_TOO_LARGE"), ("nan", "INTERNAL"), ("object", "INTERNAL")]
)
def test_a_result_that_can_not_be_sent(what: str, code: str) -> None:
    with Host("answers.py") as host:
        assert host.error_code("give", what=what) == code
        assert host.result("echo", text="a") == {"text": "a"}


def test_a_large_result_and_half_an_emoji_cross() -> None:
    with Host("answers.py") as host:
        assert len(host.result("give", what="nearly-large")) == 8 * 1024 * 1024 - 100
        assert host.result("give", what="half-emoji") == "\ufffd"


def test_a_running_request_is_cancelled() -> None:
    with Host("answers.py") as host:
        request_id = host.ask("wait-for-cancel")
        host.wait_for_log("waiting")
        host.notify("$/cancelRequest", id=request_id)
        assert host.answer(request_id)["error"]["data"]["code"] == "REQUEST_CANCELLED"
        assert host.result("echo", text="not cancelled") == {"text": "not cancelled"}


def test_a_waiting_request_is_cancelled_before_it_begins() -> None:
    with Host("answers.py") as host:
        first = host.ask("wait-for-cancel")
        second = host.ask("fail", how="no-restart")
        host.wait_for_log("waiting")
        host.notify("$/cancelRequest", id=second)
        host.notify("$/cancelRequest", id=first)
        assert host.answer(second)["error"]["message"] == "fail was cancelled before it began. Nothing was changed."


def test_ping_and_beat_go_on_while_a_handler_runs() -> None:
    with Host("answers.py") as host:
        request_id = host.ask("wait-for-cancel")
        host.wait_for_log("waiting")
        before = len(host.messages)
        for _ in range(20):
            host.notify("lifebound/ping")

        def beats() -> int:
            return sum(message.get("method") == "lifebound/beat" for message in host.messages[before:])

        # The answers to 20 pings, and two by its own clock, while the handler still runs.
        wait_until(lambda: beats() >= 22, "22 beats")
        host.notify("$/cancelRequest", id=request_id)
        assert host.answer(request_id)["error"]["data"]["code"] == "REQUEST_CANCELLED"


def test_busy_spells_nest_and_the_latest_end_counts() -> None:
    with Host("answers.py") as host:
        host.result("busy")
        spells = [m["params"] for m in host.messages if m.get("method") == "lifebound/busy"]
        assert [spell["what"] for spell in spells] == ["open", "parse", "open", "evaluate", "open", ""]
        assert [round(spell["forMs"], -3) for spell in spells] == [20000, 60000, 20000, 20000, 20000, 0]
        assert host.wait_for("lifebound/declare")["params"] == {
            "pid": 4242,
            "namespace": os.readlink("/proc/self/ns/pid"),
        }


def test_notifications_from_many_threads_are_whole_lines() -> None:
    with Host("answers.py") as host:
        host.result("notify-from-threads", threads=8, each=100)
        seen: dict[int, list[int]] = {}
        for message in host.messages:
            if message.get("method") == "progress":
                seen.setdefault(message["params"]["thread"], []).append(message["params"]["number"])
        assert seen == {thread: list(range(100)) for thread in range(8)}


def test_a_request_split_anywhere_with_bad_bytes_is_read() -> None:
    with Host("answers.py") as host:
        line = '{"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":"预算'.encode() + b'\xff"}}\n'
        for byte in line:
            host.send_bytes(bytes([byte]))
        assert host.answer(1)["result"] == {"text": "预算\ufffd"}


def test_a_huge_line_is_refused_and_the_next_one_read() -> None:
    with Host("answers.py") as host:
        head = b'{"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":"'
        host.send_bytes(head + b"x" * (8 * 1024 * 1024) + b'"}}\n')
        error = host.answer(None)["error"]
        assert error["data"]["code"] == "PAYLOAD_TOO_LARGE"
        assert host.result("echo", text="a") == {"text": "a"}


def test_noise_does_not_end_it() -> None:
    draw = random.Random(3)
    oddities: list[object] = [[], 5, None, {"jsonrpc": "2.0", "id": 3, "result": 1}]
    for method in ("lifebound/hello", "lifebound/stop", "lifebound/ping", "lifebound/new", "$/cancelRequest", "$/new"):
        oddities.append({"jsonrpc": "2.0", "id": method, "method": method})
    oddities.append({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": [None]}})
    oddities.append({"jsonrpc": "2.0", "method": "lifebound/new", "params": "of a later version"})
    with Host("answers.py") as host:
        for _ in range(200):
            noise = bytes(draw.randrange(256) for _ in range(draw.randint(1, 200)))
            host.send_bytes(noise.replace(b"\n", b" ") + b"\n")
        for oddity in oddities:
            host.send_bytes(json.dumps(oddity).encode() + b"\n")
        assert host.result("echo", text="a") == {"text": "a"}
        # A stop is believed whatever its parameters are.
        host.send({"jsonrpc": "2.0", "method": "lifebound/stop", "params": ["soon"]})
        assert host.wait() == 0
