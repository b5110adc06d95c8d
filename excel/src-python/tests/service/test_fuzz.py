"""Damaged workbooks: bytes, zip directories and XML, by seeds. The service never ends, and gives one clear message."""

from __future__ import annotations

import random
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from tests.real.damage import damage
from tests.real.fuzz import use_damaged
from tests.support.corpus import write_book
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import rewrite

COUNT = 150
CODES = {
    "NOT_A_WORKBOOK", "FORMAT_UNSUPPORTED", "FILE_TOO_LARGE", "PASSWORD_PROTECTED", "ENGINE_FAILED", "READ_ONLY",
    "SAVE_FAILED", "CELL_LOCKED_BY_SPILL", "INVALID_PARAMS", "OUT_OF_RANGE", "UNKNOWN_SHEET",
}  # fmt: skip


def _use(service: ServiceProcess, path: Path) -> str:
    try:
        outcome, message = use_damaged(service, path)
    except CallFailed as failure:
        outcome, message = failure.code, failure.message
    if outcome not in ("saved", "viewed"):
        _check(outcome, message)
    return outcome


def _check(code: str, message: str) -> None:
    assert code in CODES, (code, message)
    assert "\n" not in message
    assert "Traceback" not in message
    assert 20 < len(message) < 500


def test_damaged_workbooks(service: ServiceProcess, tmp_path: Path) -> None:
    outcomes: Counter[str] = Counter()
    for number in range(COUNT):
        path = write_book(tmp_path / f"{number}.xlsx", number % 10)
        damage(path, random.Random(number))
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
