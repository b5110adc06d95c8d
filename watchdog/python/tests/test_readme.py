from __future__ import annotations

import re
from pathlib import Path

from host import Host

import lifebound

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_first_example_works(tmp_path: Path) -> None:
    program = tmp_path / "example.py"
    program.write_text(EXAMPLES[0], encoding="utf-8")
    counted = tmp_path / "counted.txt"
    counted.write_text("one\ntwo\n", encoding="utf-8")
    with Host(str(program)) as host:
        assert host.result("file/lines", path=str(counted)) == {"lines": 2}
        assert host.error_code("file/lines", path=str(tmp_path / "none")) == "FILE_NOT_FOUND"
        assert host.stop() == 0
        assert " - __main__ - INFO - Saving, since: stop-asked\n" in host.stderr.text


def test_every_public_name_is_told_of() -> None:
    for name in lifebound.__all__:
        assert name.startswith("__") or name in README
    for name in vars(lifebound.Backend):
        assert name.startswith("_") or f"backend.{name}" in README
