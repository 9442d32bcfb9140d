"""Cookies of a site that browsers reach by HTTPS."""

import os
import subprocess
import sys

ASKED = """
from farlight.config import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
      s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, getattr(s, "SESSION_COOKIE_DOMAIN", None))
"""


def settings_with(**environment):
    """What the settings say in a process of its own."""
    said = subprocess.run(
        [sys.executable, "-c", ASKED], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return said.stdout.split()


def test_over_https_cookies_are_of_this_host_alone():
    assert settings_with(FARLIGHT_WEB__HTTPS="true") == [
        "__Host-sessionid",
        "__Host-csrftoken",
        "True",
        "True",
        "True",
        "Lax",
        "None",
    ]
