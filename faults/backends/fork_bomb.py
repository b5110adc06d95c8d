"""Takes every process that its user may have, by RLIMIT_NPROC of the harness, and keeps it."""

import os
import time

import told

MOST = 200  # Should there be no limit after all.

children = 0
while children < MOST:
    try:
        if os.fork() == 0:
            time.sleep(600)
            os._exit(0)
    except OSError:
        break
    children += 1
told.tell("ready")
while True:
    time.sleep(0.001)
    try:
        # Whatever becomes free is taken at once.
        if os.fork() == 0:
            time.sleep(600)
            os._exit(0)
    except OSError:
        continue
