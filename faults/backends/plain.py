"""One process that saves on SIGTERM. Also what PyInstaller packs."""

import told

told.save_on_term()
told.tell("ready")
told.wait_for_ever()
