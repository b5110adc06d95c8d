"""Starts a daemon that leaves the session and holds the pipes, then ends when it is killed."""

import os
import pathlib
import time

if os.fork() == 0:
    os.setsid()
    daemon = os.fork()
    if daemon == 0:
        with pathlib.Path("daemons").open("a", encoding="utf-8") as daemons:
            daemons.write(f"{os.getpid()}\n")
        time.sleep(600)
    os._exit(0)
while True:
    time.sleep(600)
