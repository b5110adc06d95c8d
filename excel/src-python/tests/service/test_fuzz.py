"""Damaged workbooks: bytes, zip directories and XML, by seeds. The service never ends, and gives one clear message."""

from __future__ import annotations

import random
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from tests.support.corpus import write_book
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import rewrite

COUNT = 150
CODES = {
    "NOT_A_WORKBOOK", "FORMAT_UNSUPPORTED", "FILE_TOO_LARGE", "PASSWORD_PROTECTED", "ENGINE_FAILED", "READ_ONLY",
    "SAVE_FAILED", "CELL_LOCKED_BY_SPILL", "INVALID_PARAMS", "OUT_OF_RANGE", "UNKNOWN_SHEET",
}  # fmt: skip
_ODD = [b"", b"\0", b"&", b"<", b"</c>", b"<!DOCTYPE x>", b"\xff\xfe", b"99999999999999999999", b"-1", b"NaN", b"XFE1"]


def _damage_bytes(chance: random.Random, content: bytes) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    if chance.random() < 0.3:
        del damaged[chance.randrange(len(damaged)) :]
    return bytes(damaged)


def _damage_xml(chance: random.Random, content: bytes) -> bytes:
    damaged = content
    for _ in range(chance.randint(1, 4)):
        spots = [match.span() for match in re.finditer(rb'"[^"]*"|<[^>]*>|[0-9]+', damaged)]
        if not spots:
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


def _damage(path: Path, number: int) -> None:
    chance = random.Random(number)
    if number % 3 == 0:
        path.write_bytes(_damage_bytes(chance, path.read_bytes()))
        return
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
    hit = set(chance.sample(names, chance.randint(1, 2)))
    lost = chance.random() < 0.15
    damaged = path.with_name("damaged.xlsx")
    rewrite(path, damaged, lambda name, body: body if name not in hit else None if lost else _damage_xml(chance, body))
    damaged.replace(path)


def _use(service: ServiceProcess, path: Path) -> str:
    try:
        info = service.call("workbook/open", path=str(path))
    except CallFailed as failure:
        _check(failure)
        return failure.code
    outcome = "viewed" if info["readOnly"] else "saved"
    try:
        service.call("sheet/window", workbook=info["id"], sheet=0, top=1, left=1, rows=60, columns=20)
        if outcome == "saved":
            service.set_cell(info["id"], 60, 1, "7")
            service.call("workbook/save", workbook=info["id"])
    except CallFailed as failure:
        _check(failure)
        outcome = failure.code
    service.call("workbook/close", workbook=info["id"], discard=True)
    return outcome


def _check(failure: CallFailed) -> None:
    assert failure.code in CODES, (failure.code, failure.message)
    assert "\n" not in failure.message
    assert "Traceback" not in failure.message
    assert 20 < len(failure.message) < 500


def test_damaged_workbooks(service: ServiceProcess, tmp_path: Path) -> None:
    outcomes: Counter[str] = Counter()
    for number in range(COUNT):
        path = write_book(tmp_path / f"{number}.xlsx", number % 10)
        _damage(path, number)
        outcome = "?"
        try:
            outcome = _use(service, path)
        except (AssertionError, EOFError, BrokenPipeError, CallFailed) as error:
            pytest.fail(f"number {number}: {type(error).__name__}: {error}")
        outcomes[outcome] += 1
    print(dict(outcomes))
    # It is the damage that is tried, and not one door that refuses all.
    assert outcomes["NOT_A_WORKBOOK"] > 10
    assert outcomes["saved"] > 10


def test_bombs_and_what_reaches_out(service: ServiceProcess, tmp_path: Path) -> None:
    book = write_book(tmp_path / "a.xlsx", 3)
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET")
    entities = b"".join(b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 12))
    doctypes = {
        "laughs": b'<!DOCTYPE x [<!ENTITY e0 "ha">' + entities + b"]>",
        "outside": f'<!DOCTYPE x [<!ENTITY e11 SYSTEM "{secret.as_uri()}">]>'.encode(),
    }
    for name, doctype in doctypes.items():

        def poison(part: str, body: bytes, doctype: bytes = doctype) -> bytes:
            if part != "xl/sharedStrings.xml":
                return body
            head, _, rest = body.partition(b"?>")
            return head + b"?>" + doctype + rest.replace(b"<t>", b"<t>&e11;", 1)

        path = rewrite(book, tmp_path / f"{name}.xlsx", poison)
        outcome = _use(service, path)
        assert outcome in CODES | {"viewed", "saved"}
        if outcome in ("viewed", "saved"):
            assert b"TOP-SECRET" not in path.read_bytes()
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(book) as package, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            copy.writestr(name, package.read(name))
        copy.writestr("xl/media/zeros.bin", bytes(100 << 20))
    assert _use(service, bomb) == "FILE_TOO_LARGE"
    assert service.call("service/info")["pid"] == service.process.pid
