"""What belongs to the scanning page, so that the phone can keep it: files, and a version that changes with them."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

PAGE = "/scan/"
FILES = (
    "theme.js",
    "farlight.css",
    "farlight.js",
    "farlight.svg",
    "icons.svg",
    "inter.woff2",
    "scanner.js",
    "scanner-decoder.js",
    "zxing.wasm",
)
SCRIPT = "scanner-offline.js"


@lru_cache(maxsize=1)
def version() -> str:
    """Return a mark of the files' contents; read once in the life of a process."""
    mark = hashlib.sha256()
    for name in (*FILES, SCRIPT):
        path = finders.find(f"built/{name}")
        mark.update(Path(path).read_bytes() if isinstance(path, str) else name.encode())
    return mark.hexdigest()[:16]


def offline_script() -> str:
    """Return the service worker: what belongs to the page, then what it does with it."""
    shell = {"version": version(), "page": PAGE, "files": [static(f"built/{name}") for name in FILES]}
    return f"self.FARLIGHT_SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(static(f'built/{SCRIPT}'))});\n"
