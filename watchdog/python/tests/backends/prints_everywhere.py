"""Prints in every way that would break a channel on stdout."""

import ctypes
import os
import subprocess
import sys

sys.stdout.write("printed before the link and still buffered\n")

import lifebound  # noqa: E402

backend = lifebound.Backend()


@backend.method("print")
def print_everywhere() -> object:
    print("from print")
    print("from the first sys.stdout", file=sys.__stdout__, flush=True)
    os.write(1, b"from os.write\n")
    libc = ctypes.CDLL(None)
    libc.puts(b"from libc")
    libc.fflush(None)
    subprocess.run(["/bin/echo", "from a child"], check=True)
    print("not UTF-16: \ud83d")
    sys.stdout.buffer.write(b"from the buffer: \xff\n")
    sys.stdout.buffer.flush()
    return None


sys.exit(backend.run())
