"""A service for each processor, side by side; one that ends over a file is started again, as its watchdog does."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TypeVar

from tests.support.service_process import ServiceProcess

Result = TypeVar("Result")
_MAX_STARTS = 4


class _Room:
    """What a worker has: a folder, and a service that is started when it is first needed."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lifebound-corpus-"))
        self.service: ServiceProcess | None = None
        # A pool's workers run these at their end, and no others.
        Finalize(None, self.leave, exitpriority=1)

    def start(self) -> ServiceProcess:
        if self.service is None:
            self.service = ServiceProcess(self.folder / "data")
        return self.service

    def leave(self) -> None:
        if self.service is not None:
            self.service.kill()
            self.service = None
        shutil.rmtree(self.folder, ignore_errors=True)


_room: list[_Room] = []


class ServiceEndedEachTime(Exception):
    """A file that no start of the service survives."""


def with_service(path: Path, use: Callable[[ServiceProcess, Path], Result]) -> tuple[Result, int]:
    """``use(service, a copy of path)``, and how often the service ended over it."""
    if not _room:
        _room.append(_Room())
    room = _room[0]
    log: list[str] = []
    # A file that ends the service is remembered by its path and time.
    copy = room.folder / f"book{path.suffix.lower()}"
    shutil.copyfile(path, copy)
    for ended in range(_MAX_STARTS):
        try:
            return use(room.start(), copy), ended
        except (EOFError, BrokenPipeError) as error:
            log.append(str(error).partition("\n")[0])
            if room.service is not None:
                room.service.kill()
                room.service = None
    raise ServiceEndedEachTime("; ".join(log))


def run_all(work: Callable[[Path], Result], paths: Iterable[Path], *, processes: int) -> Iterator[tuple[Path, Result]]:
    """In the order of ``paths``, with a line for each hundred."""
    paths = list(paths)
    with ProcessPoolExecutor(processes) as pool:
        for number, (path, result) in enumerate(zip(paths, pool.map(work, paths, chunksize=4), strict=True), 1):
            yield path, result
            if number % 100 == 0:
                print(f"[corpus] {number} of {len(paths)}", flush=True)
