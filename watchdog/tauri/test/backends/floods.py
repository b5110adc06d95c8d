"""Writes 32 MiB on each of both streams, some of it no UTF-8, then says that it is through."""

import os
import threading
import time

LINE = b"x" * 1023 + b"\n"


def flood(descriptor):
    for _ in range(32):
        block = memoryview(LINE * 1024)
        while block:
            block = block[os.write(descriptor, block) :]


os.write(2, b"bad \xff\xfe bytes\n")
threads = [threading.Thread(target=flood, args=[descriptor]) for descriptor in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
os.write(2, b"through\n")
time.sleep(60)
