"""Gets the workbooks of the public projects whose tests they are, by git, at the commits of the last run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.real.files import EDITABLE, VIEWED

SOURCES = {
    "jmcnamara/XlsxWriter": "cf3fe78d3eab5e4c7d825d4451af3a60e2a04011",
    "ironcalc/IronCalc": "0d797798e12ba3b3ff561ff7ba6ca834c7edec56",
    "apache/poi": "a528d43590b3f71aa94310de881a35af887fdd0f",
    "ClosedXML/ClosedXML": "f77503d58e0edaefea5108739548d1568fe377e6",
    "tafia/calamine": "263762c8e98ef25da8511d9c5ea1783493e3bf6d",
    "SheetJS/test_files": "fb4bdf0158ba308c182f82663b61607bb79cd4b5",
    "qax-os/excelize": "8d26cbd932e8ff9e12dc42f7fef245baf7773b72",
    "PHPOffice/PhpSpreadsheet": "11645d54ac203be6693309f0cd5153a4dfbf3761",
    "exceljs/exceljs": "5bed18b45e824f409b08456b59b87430ded023ab",
    "EPPlusSoftware/EPPlus": "429f2f2b9166f6d82942906ef44a36ecabec8328",
}
"""Commits by project on GitHub. Each has a licence of its own: the files are for tests, and not to be passed on."""


def fetch_sources(folder: Path, host: str = "https://github.com") -> int:
    """A folder for each project, with its workbooks and nothing else. 0 when all were got."""
    failed = []
    for project, commit in SOURCES.items():
        target = folder / project.replace("/", "+")
        print(f"[corpus] {project} at {commit[:12]}", flush=True)
        try:
            _fetch(f"{host}/{project}.git", commit, target)
        except subprocess.CalledProcessError as error:
            failed.append(f"{project}: {' '.join(map(str, error.cmd))} ended with {error.returncode}")
    print(*failed, sep="\n", file=sys.stderr)
    return 1 if failed else 0


def _fetch(url: str, commit: str, target: Path) -> None:
    """One commit, and of its files only those that are wanted: history and other blobs are never sent."""
    patterns = [f"*{kind}" for kind in sorted(EDITABLE | VIEWED)]
    target.mkdir(parents=True, exist_ok=True)
    for arguments in (
        ("init", "--quiet"),
        ("config", "remote.origin.url", url),
        ("config", "remote.origin.promisor", "true"),
        ("config", "remote.origin.partialclonefilter", "blob:none"),
        ("sparse-checkout", "set", "--no-cone", *patterns),
        ("fetch", "--quiet", "--depth=1", "--filter=blob:none", "origin", commit),
        ("checkout", "--quiet", "--detach", commit),
    ):
        subprocess.run(["git", "-C", str(target), *arguments], check=True)
