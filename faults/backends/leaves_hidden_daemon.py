"""As leaves_daemon, and without an environment: no mark in it can find it."""

import os
import signal
import sys

import told

if sys.argv[1:2] == ["daemon"]:
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    told.tell("daemon")
    told.wait_for_ever()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execve(
            sys.executable, [sys.executable, "-SE", os.path.abspath(__file__), "daemon", told.FOLDER], {}
        )
    os._exit(0)
os.wait()
told.wait_until_told("daemon", 1)
told.save_on_term()
told.tell("ready")
told.wait_for_ever()
