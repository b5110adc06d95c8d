from __future__ import annotations

import random

import pytest

from lifebound._lines import LineSplitter, Oversize


def test_gives_whole_lines_only() -> None:
    splitter = LineSplitter(100)
    assert list(splitter.feed(b"one\ntw")) == [b"one"]
    assert list(splitter.feed(b"o\nthree\n\r\n\nfour\r\n")) == [b"two", b"three", b"four"]


def test_takes_a_line_at_the_limit_and_drops_one_over_it() -> None:
    splitter = LineSplitter(4)
    assert list(splitter.feed(b"1234\n12345\nnext\n")) == [b"1234", Oversize(5), b"next"]


def test_an_endless_line_costs_no_memory() -> None:
    splitter = LineSplitter(1000)
    for _ in range(1000):
        assert list(splitter.feed(b"x" * 999)) == []
    assert sum(map(len, splitter._parts)) <= 1000
    assert list(splitter.feed(b"\nnext\n")) == [Oversize(999_000), b"next"]


@pytest.mark.parametrize("seed", range(50))
def test_any_bytes_split_anywhere_give_the_same_lines(seed: int) -> None:
    draw = random.Random(seed)
    data = bytes(draw.choice(b"\n\r{}\x00\xff\xc3a") for _ in range(2000))
    expected = [
        Oversize(len(line)) if len(line) > 20 else line.rstrip(b"\r")
        for line in data.split(b"\n")[:-1]
        if len(line) > 20 or line.rstrip(b"\r")
    ]
    splitter, start, got = LineSplitter(20), 0, []
    while start < len(data):
        end = start + draw.randint(1, 30)
        got += list(splitter.feed(data[start:end]))
        start = end
    assert got == expected
