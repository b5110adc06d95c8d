#!/usr/bin/env python3
"""Writes so many megabytes of log in lines of 100 bytes, as fast as they are taken."""

import os
import sys

line = b"x" * 99 + b"\n"
block = line * 1000
for _ in range(int(sys.argv[1]) * 10):
    rest = memoryview(block)
    while rest:
        rest = rest[os.write(1, rest) :]
