"""Damages a workbook by a seed: its bytes, or the XML of one or two of its parts."""

from __future__ import annotations

import random
import re
import zipfile
from pathlib import Path

from tests.support.workbooks import rewrite

_ODD = [b"", b"\0", b"&", b"<", b"</c>", b"<!DOCTYPE x>", b"\xff\xfe", b"99999999999999999999", b"-1", b"NaN", b"XFE1"]
_MAX_GROWN_BYTES = 8 << 20


def damage(path: Path, chance: random.Random) -> None:
    """In place. A file that is no zip has its bytes damaged."""
    if chance.random() < 1 / 3 or not zipfile.is_zipfile(path):
        path.write_bytes(damage_bytes(chance, path.read_bytes()))
        return
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
    hit = set(chance.sample(names, min(len(names), chance.randint(1, 2))))
    lost = chance.random() < 0.15
    damaged = path.with_name(f"damaged{path.suffix}")
    rewrite(path, damaged, lambda name, body: body if name not in hit else None if lost else damage_xml(chance, body))
    damaged.replace(path)


def damage_bytes(chance: random.Random, content: bytes) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 20) if damaged else 0):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    if damaged and chance.random() < 0.3:
        del damaged[chance.randrange(len(damaged)) :]
    return bytes(damaged)


def damage_xml(chance: random.Random, content: bytes) -> bytes:
    damaged = content
    for _ in range(chance.randint(1, 4)):
        spots = [match.span() for match in re.finditer(rb'"[^"]*"|<[^>]*>|[0-9]+', damaged)]
        if not spots or len(damaged) > _MAX_GROWN_BYTES:
            return damaged
        start, end = chance.choice(spots)
        kind = chance.random()
        if kind < 0.4:
            damaged = damaged[:start] + chance.choice(_ODD) + damaged[end:]
        elif kind < 0.7:
            damaged = damaged[:start] + damaged[start:end] * chance.randint(2, 50) + damaged[end:]
        else:
            damaged = damaged[:start] + damaged[end:]
    return damaged
