"""What only Windows needs. Kept thin: it can't be run on the other systems."""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import ctypes
    import msvcrt

    # STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE of winbase.h, by descriptor.
    _STANDARD_HANDLES = {0: -10, 1: -11, 2: -12}

    def set_standard_handle(descriptor: int) -> None:
        """Points the process's standard handle at what the descriptor is now.

        The C runtime does it by itself for console programs only, and native code and children read the handle.
        """
        handle = msvcrt.get_osfhandle(descriptor)
        ctypes.windll.kernel32.SetStdHandle(_STANDARD_HANDLES[descriptor], ctypes.c_void_p(handle))

    def make_binary(descriptor: int) -> None:
        """No translation of line ends on the channel."""
        msvcrt.setmode(descriptor, os.O_BINARY)

else:

    def set_standard_handle(descriptor: int) -> None:
        """Nothing: the descriptor is all there is."""

    def make_binary(descriptor: int) -> None:
        """Make sure that reads and writes wait: a host may have handed over a non-blocking end."""
        os.set_blocking(descriptor, True)
