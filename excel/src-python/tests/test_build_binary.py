from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from build_binary import PROGRAM, BuildError, Plan, fingerprint, main, swap
from check_binary import CheckError, check

ROOM = Path(__file__).parents[1]

WORKING = """
import sys
import lifebound
backend = lifebound.Backend("0.1.0")
sys.exit(backend.run())
"""
BROKEN = "raise SystemExit('this service does not start')\n"


def write_service(folder: Path, text: str) -> Path:
    """A service of one file; returns its script."""
    script = folder / "src" / "app" / "main.py"
    script.parent.mkdir(parents=True, exist_ok=True)
    (script.parent / "__init__.py").touch()
    script.write_text(text)
    return script


def write_program(folder: Path, text: str) -> Path:
    """A program that needs no build."""
    program = folder / "program"
    program.write_text(f"#!{sys.executable}\n{text}")
    program.chmod(0o700)
    return program


@pytest.mark.slow
def test_builds_a_program_that_gets_ready_and_keeps_it_when_the_next_build_is_broken(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    script = write_service(tmp_path, WORKING)
    output = tmp_path / "backend"
    arguments = ["--script", str(script), "--output", str(output), "--check"]

    assert main(arguments) == 0
    assert (output / "_internal").is_dir()
    out = capfd.readouterr().out
    assert f"Built {output / PROGRAM}: " in out
    assert "ready after" in out

    assert main([*arguments, "--is-current"]) == 0
    built_at = (output / PROGRAM).stat().st_mtime_ns
    assert main(arguments) == 0
    assert "is up to date" in capfd.readouterr().out
    assert (output / PROGRAM).stat().st_mtime_ns == built_at

    write_service(tmp_path, BROKEN)
    assert main([*arguments, "--is-current"]) == 1
    assert main(arguments) == 1
    assert "was not ready within 10 s (status 1)" in capfd.readouterr().err
    assert (output / PROGRAM).stat().st_mtime_ns == built_at
    check(output / PROGRAM)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backend", "src"]


@pytest.mark.slow
def test_builds_one_file_on_request(tmp_path: Path) -> None:
    output = tmp_path / "backend"
    script = write_service(tmp_path, WORKING)
    assert main(["--script", str(script), "--output", str(output), "--check", "--onefile"]) == 0
    assert sorted(path.name for path in output.iterdir()) == [".built-from", PROGRAM]


def test_without_its_packages_it_says_what_to_do(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ended = subprocess.run([python, "build_binary.py"], cwd=ROOM, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: PyInstaller, lifebound, ironcalc, python-calamine, ")
    assert f"{python} -m pip install -r requirements-dev.txt" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_without_a_script_it_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--script", str(tmp_path / "none.py")]) == 1
    assert capfd.readouterr().err == f"Error: There is no script at {tmp_path / 'none.py'}. Name it with --script.\n"


def test_a_change_of_any_source_or_of_the_form_is_seen(tmp_path: Path) -> None:
    script = write_service(tmp_path, WORKING)
    plan = Plan(script, tmp_path / "backend", onefile=False)
    first = fingerprint(plan)
    assert fingerprint(plan) == first
    assert fingerprint(Plan(script, tmp_path / "backend", onefile=True)) != first
    part = script.parent / "methods" / "open.py"
    part.parent.mkdir()
    part.touch()
    second = fingerprint(plan)
    assert second != first
    part.rename(script.parent / "open.py")
    assert fingerprint(plan) not in (first, second)


def test_what_was_there_stays_when_the_swap_fails(tmp_path: Path) -> None:
    output = tmp_path / "backend"
    output.mkdir()
    (output / PROGRAM).touch()
    with pytest.raises(BuildError, match="End the app that uses it and build again"):
        swap(tmp_path / "never built", output)
    assert [path.name for path in tmp_path.iterdir()] == ["backend"]
    assert (output / PROGRAM).exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("raise SystemExit(3)", r"was not ready within 10 s \(status 3\)"),
        ("print('hello'); input()", "wrote b'hello.*' where only messages may go"),
        ("import lifebound; b = lifebound.Backend(); b.on_stop(lambda: 1 / 0); exit(b.run())", "ended with status 1"),
    ],
)
def test_the_check_tells_what_a_program_did_not_do(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(CheckError, match=told):
        check(write_program(tmp_path, text))


def test_the_check_of_what_is_no_program(tmp_path: Path) -> None:
    with pytest.raises(CheckError, match="can't be started"):
        check(tmp_path / "none")
