"""The application as web processes serve it.

Half a million objects that were loaded stay as long as the process. The interpreter's collector looks through all of
them whenever it looks through any that are old: a third of a second, in the middle of somebody's page. So they are
left out of what it looks through.
"""

import gc
from typing import Any

from django.urls import get_resolver

from farlight.config.asgi import application


def kept() -> Any:
    """Return the application, in a process that serves nothing else from now on."""
    keep_what_is_loaded()
    return application


def keep_what_is_loaded() -> None:
    """Load what the first request would, and leave all that is there by now out of the collector's rounds."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
