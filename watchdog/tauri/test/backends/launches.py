"""A launcher that ends at SIGTERM at once, while its child, which is asked too, still saves."""

import os
import pathlib
import signal
import time


def save(*_):
    time.sleep(0.15)
    pathlib.Path("saved").write_text("saved\n", encoding="utf-8")
    os._exit(0)


child = os.fork()
if child == 0:
    signal.signal(signal.SIGTERM, save)
    pathlib.Path("armed").write_text("1\n", encoding="utf-8")
while True:
    time.sleep(60)
