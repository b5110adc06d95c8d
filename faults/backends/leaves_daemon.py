"""A daemon as the book has it: forked twice, a session of its own, no terminal, SIGTERM and SIGHUP ignored."""

import os
import signal

import told

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        os.chdir("/")
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(nowhere, descriptor)
        told.tell("daemon")
        told.wait_for_ever()
    os._exit(0)
os.wait()
told.wait_until_told("daemon", 1)
told.save_on_term()
told.tell("ready")
told.wait_for_ever()
