import datetime as dt
from ipaddress import ip_address

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db.utils import ConnectionHandler

from farlight.config.databases import database_of
from farlight.config.deployment import Deployment
from farlight.kernel.errors import Invalid
from scripts.private_postgresql import private_postgresql

PROTECTED = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"


def objections_of(url):
    with pytest.raises(Invalid) as refusal:
        database_of(Deployment(database_url=url))
    return [str(objection) for objection in refusal.value.objections]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", {"ENGINE": "django.db.backends.sqlite3", "NAME": "/state/farlight.sqlite3"}),
        ("sqlite:////srv/my%20data/f.sqlite3", {"NAME": "/srv/my data/f.sqlite3"}),
        (
            "postgresql://ada:p%40ss@db.example.org:5433/farlight?sslmode=verify-full&sslrootcert=/etc/our%20ca.crt",
            {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": "farlight",
                "USER": "ada",
                "PASSWORD": "p@ss",
                "HOST": "db.example.org",
                "PORT": "5433",
                "OPTIONS": {"sslmode": "verify-full", "sslrootcert": "/etc/our ca.crt"},
            },
        ),
        ("postgres:///farlight", {"NAME": "farlight", "HOST": "", "PORT": "", "OPTIONS": {}}),
        ("postgres://%2Frun%2Fpostgresql/farlight", {"NAME": "farlight", "HOST": "/run/postgresql", "OPTIONS": {}}),
        ("postgres://far.example/farlight?sslmode=disable", {"OPTIONS": {"sslmode": "disable"}}),
    ],
)
def test_the_database_is_named_by_its_address(url, expected):
    found = database_of(Deployment(state_dir="/state", database_url=url))
    assert {name: found[name] for name in expected} == expected


def test_other_databases_are_refused():
    assert objections_of("mysql://x/y") == [
        "FARLIGHT_DATABASE_URL names mysql database. It starts with sqlite:/// or postgresql://."
    ]


def test_a_line_to_another_machine_is_protected_or_it_is_said_that_it_is_not():
    assert objections_of("postgresql://db.example.org/farlight?sslmod=verify-full&nonsense=1") == [
        (
            "FARLIGHT_DATABASE_URL sets 'nonsense', which is not known. It may be one of channel_binding, "
            "connect_timeout, gssencmode, hostaddr, keepalives_idle, ssl_min_protocol_version, sslcert, sslcrl, "
            "sslkey, sslmode, sslnegotiation, sslrootcert, target_session_attrs."
        ),
        "FARLIGHT_DATABASE_URL sets 'sslmod', which is not known. Did you mean sslmode?",
        (
            "FARLIGHT_DATABASE_URL names a database on db.example.org, and not how the line to it is protected. Add "
            "?sslmode=verify-full&sslrootcert=/path/to/authority.crt (or sslrootcert=system); or ?sslmode=disable, "
            "where nobody else is on that network."
        ),
    ]


def certified(folder, name):
    """A certificate of a server on this machine, and its key; the first is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    who, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]), dt.datetime.now(dt.UTC)
    day, names = dt.timedelta(days=1), x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(who, who, key.public_key(), 1, now - day, now + day)
    made = made.add_extension(names, critical=False)
    certificate = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / f"{name}.crt").write_bytes(certificate)
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return certificate, key.private_bytes(*form)


def line_to(url):
    """A line to the database as the processes have it."""
    wrapper = ConnectionHandler({"default": database_of(Deployment(database_url=url))})["default"]
    return wrapper.get_new_connection(wrapper.get_connection_params())


@pytest.mark.system
def test_the_line_is_protected_and_the_server_is_known(tmp_path):
    theirs = certified(tmp_path, "theirs")
    certified(tmp_path, "another")
    with private_postgresql(*theirs) as url:
        with line_to(f"{url}?sslmode=verify-full&sslrootcert={tmp_path}/theirs.crt") as known:
            assert known.execute(PROTECTED).fetchone() == (True,)
        with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
            line_to(f"{url}?sslmode=verify-full&sslrootcert={tmp_path}/another.crt")
        with line_to(f"{url}?sslmode=disable") as in_clear:
            assert in_clear.execute(PROTECTED).fetchone() == (False,)
