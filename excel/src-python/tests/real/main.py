"""``npm run corpus``: see docs/corpus.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.real.trips import run_trips
from tests.support.corpus import write_book


def main() -> int:
    parser = argparse.ArgumentParser(prog="npm run corpus --")
    parser.add_argument("--folder", type=Path, help="workbooks below it, in a folder for each source")
    parser.add_argument("--generate", type=int, metavar="N", help="N workbooks written by XlsxWriter instead")
    parser.add_argument("--seed", default="1", help="draws the cell that is edited in each workbook")
    parser.add_argument("--processes", type=int, default=2, help="services side by side")
    options = parser.parse_args()
    if options.generate is not None:
        with tempfile.TemporaryDirectory(prefix="lifebound-corpus-") as folder:
            for number in range(options.generate):
                write_book(Path(folder) / f"{number:05}.xlsx", number)
            return run_trips(Path(folder), options.seed, processes=options.processes)
    if options.folder is None or not options.folder.is_dir():
        parser.error("name the workbooks: --folder D (all .xlsx and .xlsm below it) or --generate N")
    return run_trips(options.folder.resolve(), options.seed, processes=options.processes)


if __name__ == "__main__":
    sys.exit(main())
