"""Is in the middle of its start: it imports and never gets ready."""

import time

import told

told.tell("starting")
time.sleep(600)
