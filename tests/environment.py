"""The environment of every test run, set before anything reads the settings.

A plugin of pytest (``addopts`` names it), because the settings are read before any ``conftest.py``: each run has a
state folder and a secret of its own, so that two runs at once never meet in one database.
"""

import os
import tempfile

os.environ.setdefault("FARLIGHT_STATE_DIR", tempfile.mkdtemp(prefix="farlight-tests-"))
os.environ.setdefault("FARLIGHT_SECRET_KEY", "only-for-tests-" * 4)
