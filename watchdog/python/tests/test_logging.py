from __future__ import annotations

import os
import re
import subprocess
import sys


def test_the_form_of_the_seed() -> None:
    program = """
import logging, lifebound
lifebound.setup_logging()
logging.getLogger("__main__").info("Starting Excel backend application 预算")
logging.getLogger("__main__").debug("not shown")
"""
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert ended.stdout == b""
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - __main__ - INFO - Starting Excel backend application 预算\n",
        ended.stderr.decode(),
    )
