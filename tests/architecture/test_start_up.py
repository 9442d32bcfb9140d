"""The web server and the commands start fast: they do not bring what only jobs, engines and pictures need."""

import subprocess
import sys

ONLY_WHERE_USED = {"numba", "llvmlite", "scipy", "dials", "dxtbx", "bluesky", "ophyd_async"}
"""Each takes long to import; a kernel's first call, a job or an engine brings it."""

PROGRAM = """
import sys
from django.urls import get_resolver
from farlight.config.asgi import application
get_resolver().url_patterns
print(*{name.partition('.')[0] for name in sys.modules})
"""


def test_the_web_application_brings_nothing_that_only_jobs_and_engines_need():
    done = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True)
    brought = set(done.stdout.split())
    assert "farlight" in brought
    assert brought & ONLY_WHERE_USED == set()
