"""``farlight security-check`` finds nothing in a sound instance, and each fault that is planted."""

import asyncio
import json
import socketserver
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import asyncssh
import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from farlight.config.commands.security_check import FOUND_SOMETHING, command
from farlight.kernel.errors import Invalid, Unavailable
from farlight.security_check.asking import Site as Instance
from farlight.security_check.running import PROBES, Lent, inspect
from farlight.security_check.signing_on import Account
from tests.system.planted import PASSWORD, SEED, Site, serving

ADA, BEN = Account("ada", PASSWORD), Account("ben", PASSWORD)

FAULTS = {
    "no policy": "headers",
    "loose policy": "headers",
    "sniffed": "headers",
    "telling referrer": "headers",
    "framed": "headers",
    "no permissions policy": "headers",
    "opened by others": "headers",
    "kept by browsers": "headers",
    "version told": "headers",
    "readable cookie": "cookies",
    "cookie from afar": "cookies",
    "cookie of the domain": "cookies",
    "session chosen": "fixation",
    "others shown": "ids-of-others",
    "existence told": "ids-of-others",
    "open to all": "strangers",
    "written from afar": "cross-site-writes",
    "origin unasked": "cross-site-writes",
    "tickets twice": "tickets",
    "any ticket": "tickets",
    "websocket from afar": "tickets",
    "climbs": "traversal",
    "climbs by question": "traversal",
    "program given": "traversal",
    "archive climbs": "traversal",
    "host believed": "hosts",
    "lines in headers": "header-lines",
    "tags run": "tags",
    "read by others": "origins",
    "ranges wrong": "ranges",
    "ranges add up": "ranges",
    "ranges break": "ranges",
    "stale parts": "ranges",
    "echo": "methods",
    "writes by put": "methods",
    "traceback": "mistakes",
    "breaks": "mistakes",
    "debug page": "mistakes",
    "led away": "redirects",
    "led away by slashes": "redirects",
    "led to a script": "redirects",
    "any upload": "uploads",
    "never refused": "guessing",
    "all locked out": "guessing",
    "names told": "guessing",
    "counts after signing out": "signing-out",
}


def found_in(site, *only, lent=None):
    """Names of the probes that found something."""
    with serving(site) as address:
        report = inspect(Instance(address), lent or Lent(account=ADA, other=BEN), only=only)
    return {name: found for name, found in report.found.items() if found}


def test_nothing_is_found_in_a_sound_site():
    assert found_in(Site()) == {}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault):
    found = found_in(Site(fault), FAULTS[fault])
    assert list(found) == [FAULTS[fault]]
    assert all(one.what.endswith(".") and one.remedy.endswith(".") and one.where for one in found[FAULTS[fault]])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for the loopback address, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "check")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    signed = made.add_extension(names, critical=False).sign(key, hashes.SHA256())
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*form))
    return folder


def test_cookies_and_headers_over_https_are_looked_at(certificate):
    files = {"ssl_certfile": str(certificate / "cert.pem"), "ssl_keyfile": str(certificate / "key.pem")}
    with serving(Site(), **files) as address:
        instance = Instance(address, ca_file=files["ssl_certfile"])
        report = inspect(instance, Lent(account=ADA), only=("headers", "cookies"))
    assert [one.what for one in report.found["headers"]] == ["Browsers are not told to come by HTTPS only."]
    assert sorted(one.what for one in report.found["cookies"]) == [
        "Another host can set the cookie sessionid.",
        "The cookie csrftoken goes over plain lines, too.",
        "The cookie sessionid goes over plain lines, too.",
    ]


def test_a_code_that_counts_twice_is_found():
    lent = Lent(account=Account("ada", PASSWORD, SEED))
    for _ in range(2):  # the period may just have ended between the two
        found = [found_in(Site(fault, seed=SEED), "one-time-codes", lent=lent) for fault in ("", "codes twice")]
        if found[1]:
            break
    assert list(map(list, found)) == [[], ["one-time-codes"]]


def test_an_address_that_is_believed_is_found(monkeypatch):
    monkeypatch.setattr(Instance, "is_loopback", False)  # a proxy of one's own is believed
    assert "guessing" not in found_in(Site(), "guessing")
    assert "guessing" in found_in(Site("address believed"), "guessing")


def test_passwords_in_clear_are_found(monkeypatch):
    monkeypatch.setattr(Instance, "is_loopback", False)
    (only,) = found_in(Site(), "headers")["headers"]
    assert only.what == "Passwords and cookies go over the line in clear."


class TwoAnswers(socketserver.StreamRequestHandler):
    """A server that takes one request for two."""

    def handle(self):
        self.request.recv(1 << 16)
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" * 2)


def test_a_request_that_is_taken_for_two_is_found():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), TwoAnswers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site = Instance(f"http://127.0.0.1:{server.server_address[1]}")
        report = inspect(site, Lent(), only=("two-in-one",))
        server.shutdown()
    assert report.count == 5


class OpenDoor(asyncssh.SSHServer):
    """A gateway with all its faults."""

    def begin_auth(self, _username):
        return False

    def connection_requested(self, *_):
        return True


async def test_a_gateway_that_is_open_is_found():
    acceptor = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_factory=OpenDoor,
        server_host_keys=[asyncssh.generate_private_key("ssh-ed25519")],
        sftp_factory=True,
        encryption_algs=["aes128-cbc", "aes128-gcm@openssh.com"],
        process_factory=lambda process: process.exit(0),
    )
    with serving(Site()) as address:
        lent = Lent(account=ADA, other=BEN, ssh=("127.0.0.1", acceptor.get_port()))
        report = await asyncio.to_thread(inspect, Instance(address), lent, only=("ssh",))
    acceptor.close()
    words = " ".join(one.what for one in report.found["ssh"])
    assert "Anybody comes in" in words
    assert "ciphers" in words
    assert "SFTP gives /etc/passwd" in words
    assert "It runs commands" in words


def test_every_probe_finds_something_somewhere():
    tested = {*FAULTS.values(), "one-time-codes", "two-in-one", "ssh"}
    assert {probe.name for probe in PROBES} == tested


def test_what_is_needed_is_said():
    with serving(Site()) as address:
        report = inspect(Instance(address), Lent(), only=("fixation", "ids-of-others", "ssh", "one-time-codes"))
    assert (report.found, sorted(report.left_out)) == ({}, ["fixation", "ids-of-others", "one-time-codes", "ssh"])


def test_who_cannot_sign_on_and_where_nobody_answers_is_said():
    with serving(Site()) as address, pytest.raises(Invalid, match="cannot sign on"):
        inspect(Instance(address), Lent(account=Account("ada", "wrong")))
    with serving(Site(seed=SEED)) as address, pytest.raises(Invalid, match="second factor"):
        inspect(Instance(address), Lent(account=ADA))
    with pytest.raises(Unavailable, match="Nobody answers"):
        inspect(Instance("http://127.0.0.1:9"), Lent())
    with pytest.raises(Invalid, match="no address"):
        Instance("farlight.example.org")


def run(address, *more):
    words = [address, "--account", "ada", "--other", "ben", *more]
    environment = {"SECURITY_CHECK_PASSWORD": PASSWORD, "SECURITY_CHECK_OTHER_PASSWORD": PASSWORD}
    return CliRunner().invoke(command, words, env=environment)


def test_the_command_says_how_bad_it_is_and_what_mends_it():
    with serving(Site("readable cookie")) as address:
        result = run(address, "--only", "cookies")
        told = json.loads(run(address, "--only", "cookies", "--json").stdout)
    assert result.exit_code == FOUND_SOMETHING
    assert "HIGH    Scripts can read the cookie sessionid.\n        cookies, /accounts/login/\n" in result.stdout
    (finding,) = told["findings"]
    assert (finding["probe"], finding["severity"], told["done"]) == ("cookies", "high", ["cookies"])


def test_the_command_ends_well_when_nothing_is_found():
    with serving(Site()) as address:
        result = run(address, "--only", "cookies")
    assert (result.exit_code, "Nothing was found, by 1 probes" in result.stdout) == (0, True)
