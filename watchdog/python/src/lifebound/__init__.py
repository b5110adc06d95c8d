"""The link of a Python backend to its watchdog: it lives exactly as long as its desktop app."""

from ._backend import Backend
from ._errors import NO_RESTART, RequestError
from ._logging import setup_logging
from ._requests import cancelled

__all__ = ["NO_RESTART", "Backend", "RequestError", "__version__", "cancelled", "setup_logging"]

__version__ = "0.1.0"
