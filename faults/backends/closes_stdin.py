"""Has no stdin any more: nothing that comes by it, its end included, is heard."""

import os

import told

os.close(0)
told.save_on_term()
told.tell("ready")
told.wait_for_ever()
