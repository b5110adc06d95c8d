#!/usr/bin/env python3
"""A child that starts three daemons, each in a session of its own, away from it and deaf to SIGTERM."""

import os
import signal
import time

for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            while True:
                time.sleep(1000)
        os._exit(0)
    os.wait()
with open(os.environ["BENCH_FIFO"], "w", encoding="ascii") as fifo:
    fifo.write(f"{os.getpid()}\n")
while True:
    time.sleep(1000)
