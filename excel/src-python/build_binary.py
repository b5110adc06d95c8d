"""Builds the Excel service as a program: ``python build_binary.py`` → ``../backend/excel-backend``.

One folder by default: it starts faster than one file, and leaves nothing behind when it is killed. The libraries lie
beside the program in ``_internal``.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from check_binary import READY_SECONDS, CheckError, check

ROOM = Path(__file__).resolve().parent
NAME = "excel-backend"
PROGRAM = f"{NAME}.exe" if os.name == "nt" else NAME
STAMP = ".built-from"


class BuildError(Exception):
    """What went wrong and what to do, in one message for people."""


@dataclass(frozen=True)
class Plan:
    """What to build, and where to."""

    script: Path
    output: Path
    onefile: bool

    @property
    def program(self) -> Path:
        """The program, once it is built."""
        return self.output / PROGRAM

    @property
    def sources(self) -> Path:
        """The folder that holds the script's package."""
        return self.script.parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status: 0, or 1 with one message on stderr."""
    options = _parse(arguments)
    plan = Plan(options.script.resolve(), options.output.resolve(), options.onefile)
    if options.is_current:
        return 0 if is_current(plan) else 1
    try:
        # 1. Is everything there?
        demand_requirements()
        if not plan.script.is_file():
            raise BuildError(f"There is no script at {plan.script}. Name it with --script.")
        # 2. Is there anything to do?
        stamp = fingerprint(plan)
        if not options.force and is_current(plan):
            print(f"{plan.program} is up to date. Use --force to build it again.")
            if options.check:
                check(plan.program)
            return 0
        # 3. Build aside, try it, and put it in place.
        started = time.monotonic()
        with _work_folder() as work:
            built = build(plan, work)
            (built / STAMP).write_text(stamp, encoding="utf-8")
            if options.check:
                check(built / PROGRAM)
            swap(built, plan.output)
        seconds = time.monotonic() - started
        print(f"Built {plan.program}: {_size(plan.output) / 1e6:.1f} MB in {seconds:.1f} s.")
        return 0
    except (BuildError, CheckError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1


def demand_requirements() -> None:
    """Raises BuildError when something that goes into the program, or PyInstaller, is not installed."""
    lines = (ROOM / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [match[0] for line in lines if (match := re.match(r"[A-Za-z0-9][\w.-]*", line))]
    missing = [name for name in ["PyInstaller", "lifebound", *pinned] if not _is_installed(name)]
    if not missing:
        return
    python = Path(sys.executable)
    advice = f"{python} -m pip install -r requirements-dev.txt"
    if sys.prefix == sys.base_prefix:
        advice = "python -m venv .venv, activate it, and then python -m pip install -r requirements-dev.txt"
    raise BuildError(f"{', '.join(missing)} not installed for {python}. In {ROOM} do: {advice}")


def is_current(plan: Plan) -> bool:
    """Whether the program is there and made of what is there now."""
    return plan.program.is_file() and _read_stamp(plan) == fingerprint(plan)


def fingerprint(plan: Plan) -> str:
    """What the program is made of: sources, installed packages, Python, form. Same text, same program."""
    digest = hashlib.sha256()
    for name, path in _source_files(plan):
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    packages = sorted(f"{found.name}=={found.version}" for found in importlib.metadata.distributions())
    form = {"onefile": plan.onefile, "python": sys.version, "platform": sys.platform, "packages": packages}
    digest.update(json.dumps(form).encode())
    return digest.hexdigest()


def build(plan: Plan, work: Path) -> Path:
    """Runs PyInstaller; returns the folder with the program in it."""
    distribution = work / "dist"
    # `app` is collected whole, since methods may be found by name and not by import.
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--console", "--log-level", "WARN"]
    command += ["--onefile" if plan.onefile else "--onedir", "--name", NAME, "--paths", str(plan.sources)]
    command += ["--collect-submodules", plan.script.parent.name, "--exclude-module", "tkinter"]
    command += ["--distpath", str(distribution), "--workpath", str(work / "work"), "--specpath", str(work)]
    environment = {**os.environ, "PYTHONPATH": str(plan.sources)}
    command += [str(plan.script)]
    ended = subprocess.run(command, cwd=work, env=environment, check=False)
    folder = distribution if plan.onefile else distribution / NAME
    if ended.returncode != 0 or not (folder / PROGRAM).is_file():
        raise BuildError(f"PyInstaller ended with status {ended.returncode} and no program. Its last lines say why.")
    return folder


def swap(built: Path, output: Path) -> None:
    """Puts the folder in place by renaming; what was there comes back when that fails."""
    output.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{NAME}-", dir=output.parent) as staging:
            # A copy, if the output is on another file system: what follows are renames in any case.
            fresh, previous = Path(staging) / "fresh", Path(staging) / "previous"
            shutil.move(built, fresh)
            if output.exists():
                output.rename(previous)
            try:
                fresh.rename(output)
            except OSError:
                if previous.exists():
                    previous.rename(output)
                raise
    except OSError as error:
        raise BuildError(f"{output} can't be replaced ({error}). End the app that uses it and build again.") from None


@contextmanager
def _work_folder() -> Iterator[Path]:
    parent = ROOM / "build"
    parent.mkdir(exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="binary-", dir=parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _source_files(plan: Plan) -> Iterator[tuple[str, Path]]:
    link = importlib.util.find_spec("lifebound")
    link_folders = (link.submodule_search_locations if link else None) or []
    yield "build", Path(__file__)
    for folder in [plan.script.parent, *map(Path, link_folders)]:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(folder).as_posix(), path


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _read_stamp(plan: Plan) -> str | None:
    path = plan.output / STAMP
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the Excel service as a program.")
    parser.add_argument("--onefile", action="store_true", help="one file, which unpacks itself at every start")
    parser.add_argument(
        "--check", action="store_true", help=f"start it and demand that it is ready in {READY_SECONDS} s"
    )
    parser.add_argument(
        "--is-current", action="store_true", help="build nothing; status 0: it is there and up to date, 1: it is not"
    )
    parser.add_argument("--force", action="store_true", help="build even if nothing has changed")
    parser.add_argument("--script", type=Path, default=ROOM / "src" / "app" / "main.py", help="default: %(default)s")
    parser.add_argument("--output", type=Path, default=ROOM.parent / "backend", help="folder; default: %(default)s")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
