"""Needs a third of the grace to save."""

import os

import told

told.save_on_term(seconds=int(os.environ["GRACE_MS"]) / 3000)
told.tell("ready")
told.wait_for_ever()
