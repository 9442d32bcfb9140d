"""The environment of every test run, set before anything reads the settings.

A plugin of pytest (``addopts`` names it), because the settings are read before any ``conftest.py``: each run has a
state folder and a secret of its own, so that two runs at once never meet in one database.
"""

import os
import tempfile

from hypothesis import HealthCheck, settings

os.environ.setdefault("FARLIGHT_STATE_DIR", tempfile.mkdtemp(prefix="farlight-tests-"))
os.environ.setdefault("FARLIGHT_SECRET_KEY", "only-for-tests-" * 4)

# How long an example takes tells of the machine and of what else it is doing, not of the code.
settings.register_profile("farlight", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("farlight")
