"""Opens the link and never gets to `run`, as with an import that hangs."""

import time

import lifebound

backend = lifebound.Backend(grace_seconds=0.2)
lifebound.setup_logging()
print("importing", flush=True)
time.sleep(60)
