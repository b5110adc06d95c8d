"""As fork_bomb, and none of it hears SIGTERM: whoever must start a process to end it can't."""

import signal

signal.signal(signal.SIGTERM, signal.SIG_IGN)

import fork_bomb  # noqa: F401
