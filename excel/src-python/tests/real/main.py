"""``npm run corpus``: see docs/corpus.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.real.fetch import fetch_sources
from tests.real.fuzz import run_fuzz
from tests.real.office import find_office
from tests.real.oracle import run_oracle
from tests.real.scores import run_scores
from tests.real.structures import run_structures
from tests.real.trips import run_trips
from tests.real.views import run_views
from tests.support.corpus import write_book


def main() -> int:
    parser = argparse.ArgumentParser(prog="npm run corpus --")
    parser.add_argument("--folder", type=Path, help="workbooks below it, in a folder for each source")
    parser.add_argument("--generate", type=int, metavar="N", help="N workbooks written by XlsxWriter instead")
    parser.add_argument("--seed", default="1", help="draws the cell that is edited in each workbook")
    parser.add_argument("--oracle", action="store_true", help="LibreOffice computes what was saved: who is right?")
    parser.add_argument("--scores", action="store_true", help="the engine against the values that Excel cached")
    parser.add_argument("--views", action="store_true", help="the .xls, .xlsb and .ods below the folder")
    parser.add_argument("--structures", action="store_true", help="lines inserted and deleted, sheets renamed")
    parser.add_argument("--fuzz", type=int, metavar="N", help="N damaged copies of files below the folder")
    parser.add_argument("--limit", type=int, metavar="N", help="with --oracle and --structures: N of the workbooks")
    parser.add_argument("--processes", type=int, default=2, help="services side by side")
    parser.add_argument("--fetch", type=Path, metavar="D", help="get the public projects' workbooks into D, by git")
    options = parser.parse_args()
    if options.fetch is not None:
        return fetch_sources(options.fetch.resolve())
    if options.generate is not None:
        with tempfile.TemporaryDirectory(prefix="lifebound-corpus-") as folder:
            for number in range(options.generate):
                write_book(Path(folder) / f"{number:05}.xlsx", number)
            return _run(Path(folder), options)
    if options.folder is None or not options.folder.is_dir():
        parser.error("name the workbooks: --folder D (all .xlsx and .xlsm below it) or --generate N")
    return _run(options.folder.resolve(), options)


def _run(folder: Path, options: argparse.Namespace) -> int:
    if options.oracle or options.structures:
        program = find_office()
        if program is None:
            print("LibreOffice is not installed (Debian: apt install libreoffice-calc-nogui).", file=sys.stderr)
            return 69
        run = run_structures if options.structures else run_oracle
        return run(folder, options.seed, program, processes=options.processes, limit=options.limit)
    if options.fuzz is not None:
        return run_fuzz(folder, options.seed, options.fuzz, processes=options.processes)
    if options.views:
        return run_views(folder, processes=options.processes)
    if options.scores:
        return run_scores(folder, processes=options.processes)
    return run_trips(folder, options.seed, processes=options.processes)


if __name__ == "__main__":
    sys.exit(main())
