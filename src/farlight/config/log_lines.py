"""Where the lines of the log go, and how they look: to people beside the process, and to the site's own log store.

Acts that touch rights go to the store as well, as soon as they are sealed: each with its number and hash, so that a gap
shows, and whoever owns the database cannot take back what lies elsewhere.
"""

import json
import logging
import socket
from datetime import UTC, datetime
from typing import Any

from farlight.audit.types import ACTS_LOGGER

LOCAL_SOCKET = "/"
"""A syslog that is named by a path is on this machine; it may send on by TLS and keep what it could not send."""


class JsonLines(logging.Formatter):
    """A JSON object a line: `at level logger process message`, and `error` with the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; nothing that somebody sent can begin another."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def logging_by(*, form: str, syslog: str) -> dict[str, Any]:
    """Return what `logging.config.dictConfig` takes.

    Parameters
    ----------
    form : str
        How lines look beside the process: ``line`` or ``json``.
    syslog : str
        Where lines and acts go besides, as JSON: a path on this machine or ``host:port`` (UDP); empty for nowhere.
    """
    handlers: dict[str, Any] = {"stderr": {"class": "logging.StreamHandler", "formatter": form}}
    if syslog:
        handlers["syslog"] = _sending_to(syslog, form="json")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
            "json": {"()": JsonLines},
            "bare": {"format": "{message}", "style": "{"},
        },
        "handlers": handlers | ({"acts": _sending_to(syslog, form="bare")} if syslog else {}),
        "root": {"handlers": list(handlers), "level": "INFO"},
        "loggers": {
            ACTS_LOGGER: {"handlers": ["acts"] if syslog else [], "propagate": False},
            "django.request": {"level": "ERROR"},
            "django.db.backends": {"level": "WARNING"},
            "django_tasks_db": {"level": "WARNING"},
        },
    }


def _sending_to(syslog: str, *, form: str) -> dict[str, object]:
    kind = "logging.handlers.SysLogHandler"
    where = {"address": _address_of(syslog), "socktype": socket.SOCK_DGRAM, "facility": "auth"}
    return {"class": kind, "formatter": form, **where}


def _address_of(syslog: str) -> str | tuple[str, int]:
    if syslog.startswith(LOCAL_SOCKET):
        return syslog
    host, _, port = syslog.rpartition(":")
    return host, int(port)
