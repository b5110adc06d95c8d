"""Stopped by SIGSTOP: it hears of nothing, not even of SIGTERM."""

import os
import signal

import told

told.save_on_term()
told.tell("ready")
os.kill(os.getpid(), signal.SIGSTOP)
told.wait_for_ever()
