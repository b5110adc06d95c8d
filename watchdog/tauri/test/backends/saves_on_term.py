"""Knows nothing of the link; saves when it gets SIGTERM."""

import pathlib
import signal
import sys
import time


def save(*_):
    pathlib.Path("saved").write_text("saved\n", encoding="utf-8")
    sys.exit(0)


signal.signal(signal.SIGTERM, save)
pathlib.Path("armed").write_text("1\n", encoding="utf-8")
time.sleep(60)
