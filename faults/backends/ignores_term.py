"""Hears SIGTERM and stays, and so does its child."""

import os
import signal

import told

signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    told.tell("worker")
    told.wait_for_ever()
told.wait_until_told("worker", 1)
told.tell("ready")
told.wait_for_ever()
