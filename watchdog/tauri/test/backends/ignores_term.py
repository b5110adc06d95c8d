"""Ignores SIGTERM and has a worker that does so too."""

import os
import pathlib
import signal
import time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
worker = os.fork()
if worker:
    pathlib.Path("pids").write_text(f"{os.getpid()} {worker}\n", encoding="utf-8")
while True:
    time.sleep(60)
