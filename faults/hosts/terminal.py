"""A terminal with a program in it: `terminal.py program args…`. stdin is typed in, what the program writes comes out.

Killed, it closes the terminal's own end, and the kernel sends SIGHUP to the program.
"""

import os
import pty
import select
import sys

pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
print(f"program {pid}", flush=True)
while True:
    for ready in select.select([0, terminal], [], [])[0]:
        try:
            text = os.read(ready, 65536)
        except OSError:
            text = b""
        if not text:
            os.waitpid(pid, 0)
            sys.exit()
        os.write(terminal if ready == 0 else 1, text)
