"""Ends by itself at once and leaves a worker in its group, with the pipes in its hands."""

import os
import pathlib
import time

worker = os.fork()
if worker == 0:
    while True:
        time.sleep(60)
with pathlib.Path("pids").open("a", encoding="utf-8") as pids:
    pids.write(f"{worker}\n")
time.sleep(0.15)
os._exit(3)
