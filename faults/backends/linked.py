"""Speaks the link, and saves when it stops."""

import sys

import lifebound
import told

backend = lifebound.Backend("0.1.0")


@backend.on_stop
def save():
    told.save_now()


told.tell("ready")
sys.exit(backend.run())
