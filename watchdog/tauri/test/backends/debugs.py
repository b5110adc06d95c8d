"""Attaches to a process as a debugger does, until it is killed."""

import ctypes
import sys
import time

PTRACE_SEIZE = 0x4206
nothing = ctypes.c_void_p(None)
if ctypes.CDLL(None).ptrace(ctypes.c_long(PTRACE_SEIZE), ctypes.c_long(int(sys.argv[1])), nothing, nothing) != 0:
    sys.exit("could not attach")
time.sleep(1000)
