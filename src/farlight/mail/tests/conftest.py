"""A real SMTP server on a socket of this machine, and letters."""

import gc
import socket
import ssl
import subprocess
import warnings
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from pydantic import SecretStr

from farlight.mail.types import Letter
from farlight.people.tests.factories import make_person

NOW = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)


class Post:
    """What the server's side remembers and how it answers."""

    def __init__(self):
        self.mails = []
        self.to_recipients = "250 OK"
        self.to_data = "250 Message accepted for delivery"
        self.breaks = 0
        self.logins = []
        self.greets = True

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, ARG002 - aiosmtpd's
        if self.to_recipients.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipients

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002 - as above
        if self.breaks:
            self.breaks -= 1
            server.transport.abort()
            return "421 gone"
        if self.to_data.startswith("250"):
            self.mails.append(message_from_bytes(envelope.original_content, policy=policy.default))
        return self.to_data

    def authenticate(self, server, session, envelope, mechanism, data):  # noqa: ARG002 - as above
        self.logins.append((data.login.decode(), data.password.decode(), session.ssl is not None))
        return AuthResult(success=data.password == b"open sesame")


@pytest.fixture
def post():
    return Post()


def told(settings, controller, *, password="", **more):
    """Let the settings name a server."""
    said = {
        "host": "127.0.0.1",
        "port": controller.port,
        "timeout_s": 3.0,
        "ca_file": "",
        "password": SecretStr(password),
    }
    mail = settings.DEPLOYMENT.mail.model_copy(update={**said, **more})
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"mail": mail})


def start(post, **options):
    """A server on a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port, **options)
    controller.start()
    return controller


def stop(controller):
    """End a server. It leaves the sockets of lines that broke to Python's collector, which must not blame our tests."""
    controller.stop()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def smtp(post, settings):
    controller = start(post)
    told(settings, controller)
    yield controller
    stop(controller)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate of a house's own authority, for 127.0.0.1."""
    folder = tmp_path_factory.mktemp("certificate")
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run([*make, *names], check=True, capture_output=True)
    return folder


@pytest.fixture
def tls_context(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


@pytest.fixture
def own_texts(settings, tmp_path):
    """The site's own folder of texts, with a mail in it."""
    folder = tmp_path / "texts" / "mails"
    folder.mkdir(parents=True)
    (folder / "dewar_arrived.subject").write_text("{{ dewar }} has\narrived\n")
    (folder / "dewar_arrived.txt").write_text(
        "Dewar {{ dewar }} arrived on {{ at|date:'j M H:i e' }}.\n\n\n\nIt lies in <{{ place }}>.\n"
    )
    settings.FARLIGHT_TEXTS_DIR = tmp_path / "texts"
    settings.FARLIGHT_SITE_URL = "https://farlight.example.org"
    return folder


def letter(cause="dewar-arrived:d1:1", **more):
    facts = {"dewar": "DLS-1", "at": NOW, "place": "rack <A> & B"}
    return Letter(cause=cause, template="dewar_arrived", facts=facts, link="/parcels/p-1/", **more)


@pytest.fixture
def ada(db):
    return make_person("ada")


@pytest.fixture
def keeper(db):
    return make_person("kim", "administrator")
