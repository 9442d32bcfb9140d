"""Lines of the log and the record of acts, as the site's log store gets them."""

import json
import logging
import socket
from pkgutil import resolve_name

import pytest

from farlight.audit.public import exported, record, seal
from farlight.audit.types import ACTS_LOGGER, AuditKind
from farlight.config import log_lines
from farlight.config.log_lines import JsonLines, logging_by
from farlight.kernel.time import utc_now


@pytest.fixture
def store():
    """A log store of the site, which takes datagrams."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taking:
        taking.bind(("127.0.0.1", 0))
        taking.settimeout(5)
        yield taking


@pytest.fixture
def _sent_away(store):
    """The logger of acts writes where it does at a site with a store."""
    host, port = store.getsockname()
    parts = logging_by(form="json", syslog=f"{host}:{port}")
    assert parts["loggers"][ACTS_LOGGER] == {"handlers": ["acts"], "propagate": False}
    how = dict(parts["handlers"]["acts"])
    form = parts["formatters"][how.pop("formatter")]
    handler = resolve_name(how.pop("class"))(**how)
    handler.setFormatter(logging.Formatter(form["format"], style=form["style"]))
    logger, level = logging.getLogger(ACTS_LOGGER), logging.getLogger(ACTS_LOGGER).level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield
    logger.removeHandler(handler)
    logger.setLevel(level)
    handler.close()


def taken(store):
    """What came, without the number that syslog puts before it and the zero behind."""
    return json.loads(store.recv(65536).partition(b">")[2].rstrip(b"\0"))


@pytest.mark.usefixtures("_sent_away")
@pytest.mark.django_db(transaction=True)
def test_acts_are_sent_elsewhere_when_they_are_sealed_with_number_and_hash(store):
    for about in ("ada", "ben\n<13>forged"):
        record(kind=AuditKind.ACCOUNT_LOCKED, by="ruth", about=about, now=utc_now())
    seal()
    sent = [taken(store) for _ in range(2)]
    assert sent == [json.loads(line) for line in exported()][-2:]
    assert [(one["kind"], one["by"]) for one in sent] == [("account_locked", "ruth")] * 2
    assert sent[1]["number"] == sent[0]["number"] + 1
    seal()
    store.settimeout(0.2)
    with pytest.raises(TimeoutError):
        store.recv(65536)


def test_a_line_is_an_object_whatever_is_in_it():
    fault = (ZeroDivisionError, ZeroDivisionError("half way"), None)
    made = logging.LogRecord("farlight.x", logging.WARNING, "", 0, "a file %s", ("a\nb",), fault)
    line = JsonLines().format(made)
    said = json.loads(line)
    assert (said["level"], said["logger"], said["message"]) == ("WARNING", "farlight.x", "a file a\nb")
    assert ("half way" in said["error"], "\n" in line, said["at"].endswith("+00:00")) == (True, False, True)


@pytest.mark.parametrize(
    ("syslog", "address"), [("/dev/log", "/dev/log"), ("logs.example.org:514", ("logs.example.org", 514))]
)
def test_the_store_is_on_this_machine_or_elsewhere(syslog, address):
    assert logging_by(form="line", syslog=syslog)["handlers"]["syslog"]["address"] == address


def test_without_a_store_acts_go_nowhere_and_lines_beside_the_process():
    made = logging_by(form="line", syslog="")
    assert (made["root"]["handlers"], made["loggers"][ACTS_LOGGER]["handlers"]) == (["stderr"], [])
    assert log_lines.LOCAL_SOCKET == "/"
