"""Our lines to guacd: with a real one by TLS, and with one that says what a real one rarely does."""

import asyncio
import datetime as dt
import ipaddress
from contextlib import asynccontextmanager

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from farlight.beamlines.types import GuacdAddress
from farlight.desktops.adapters.guacd import Order, begun, joined
from farlight.desktops.domain.guacamole.instructions import Instruction, Parser
from farlight.desktops.domain.guacamole.statuses import words_for
from farlight.desktops.errors import PasswordRefused
from farlight.desktops.tests.private_guacd import Guacd, free_port, program
from farlight.kernel.errors import Unavailable

pytestmark = pytest.mark.system
ARGS = Instruction("args", ("VERSION_1_3_0", "hostname", "password", "read-only"))
READY, SYNC = Instruction("ready", ("$1",)), Instruction("sync", ("7",))


def order(address, **given):
    return Order(guacd=GuacdAddress(address=address), protocol="vnc", size_px=(800, 600), time_zone="UTC", given=given)


@asynccontextmanager
async def playing(*answers):
    """A guacd that answers ``select`` with the first and ``connect`` with the others, and notes what it hears."""
    heard = []

    async def serve(reader, writer):
        parser = Parser()
        while piece := await reader.read(65_536):
            for said in parser.feed(piece):
                heard.append(said)
                if said.opcode == "select":
                    writer.write(answers[0].text.encode())
                if said.opcode == "connect":
                    writer.write("".join(one.text for one in answers[1:]).encode())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}", heard


async def test_it_is_told_what_it_asks_for_in_its_order_and_pictures_are_acknowledged():
    async with playing(ARGS, READY, SYNC) as (address, heard):
        line = await begun(order(address, password="secret", hostname="pc"))
        await line.leave()
        other = await joined(GuacdAddress(address=address), "$1", is_read_only=True)
        await other.leave()
        await asyncio.sleep(0.05)
    assert line.connection == "$1"
    told = [one for one in heard if one.opcode in {"select", "connect", "sync", "disconnect"}]
    assert told == [
        Instruction("select", ("vnc",)),
        Instruction("connect", ("VERSION_1_3_0", "pc", "secret", "")),
        SYNC,
        Instruction("disconnect"),
        Instruction("select", ("$1",)),
        Instruction("connect", ("VERSION_1_3_0", "", "", "true")),
        Instruction("disconnect"),
    ]


@pytest.mark.parametrize(
    ("answers", "kind", "words"),
    [
        ((Instruction("args", ("hostname",)),), Unavailable, "too old"),
        ((ARGS, READY, Instruction("error", ("no", "519"))), Unavailable, words_for("519")),
        ((ARGS, READY, Instruction("error", ("no", "769"))), PasswordRefused, "refuses the password"),
        ((ARGS, READY, Instruction("required", ("username", "password"))), PasswordRefused, "`username`, `password`"),
        ((ARGS, READY, Instruction("disconnect")), Unavailable, words_for("519")),
        ((ARGS, SYNC), Unavailable, "has it its part for vnc"),
        ((Instruction("HTTP"),), Unavailable, "has it its part for vnc"),
    ],
)
async def test_what_it_says_instead_is_said_in_plain_words(answers, kind, words):
    async with playing(*answers) as (address, _):
        with pytest.raises(kind) as refused:
            await begun(order(address, hostname="pc"))
    assert words in refused.value.message


async def greet(_, writer):
    """Say what no guacd says, and hang up."""
    writer.write(b"SSH-2.0-x\r\n")
    writer.close()
    await writer.wait_closed()


async def test_one_that_is_not_there_or_says_nothing_sensible_is_said():
    with pytest.raises(Unavailable, match="does `guacd` run at"):
        await begun(order(f"127.0.0.1:{free_port()}"))
    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(Unavailable, match="does not let us in"):
            await joined(GuacdAddress(address=address), "$1", is_read_only=True)


def test_secrets_are_in_no_text_about_an_order():
    assert "secret" not in repr(order("guacd:1", password="secret"))


def certified(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "guacd")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.TraditionalOpenSSL
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder / "certificate.pem", folder / "key.pem"


async def test_a_real_one_is_spoken_to_inside_tls_when_it_is_known(tmp_path):
    if not program():
        pytest.skip("guacd is not there (scripts/private_guacd.sh fetches it)")
    certificate, key = certified(tmp_path)
    guacd = Guacd(tmp_path, "-C", str(certificate), "-K", str(key)).start()
    words = {}
    try:
        for name, authority in (("known", str(certificate)), ("unknown", "")):
            address = GuacdAddress(address=guacd.address, tls=True, authority_file=authority)
            with pytest.raises(Unavailable) as refused:
                await begun(
                    Order(
                        guacd=address,
                        protocol="vnc",
                        size_px=(800, 600),
                        time_zone="UTC",
                        given={"hostname": "127.0.0.1", "port": str(free_port())},
                    )
                )
            words[name] = refused.value.message
    finally:
        guacd.stop()
    assert words == {
        "known": words_for("519"),
        "unknown": "The Guacamole server is not known. Staff: see `guacamole.guacd.authority_file`.",
    }
