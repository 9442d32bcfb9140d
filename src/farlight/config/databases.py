"""The database that an installation's address names, and how the line to it is protected."""

from difflib import get_close_matches
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from farlight.config.deployment import Deployment
from farlight.kernel.errors import Invalid, Objection

HERE = {"", "localhost", "127.0.0.1", "::1"}
"""Hosts to which no line leaves this machine; a path of a socket is one, too."""

LINE = frozenset(
    {
        *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "sslnegotiation", "ssl_min_protocol_version"),
        *("channel_binding", "gssencmode", "target_session_attrs", "connect_timeout", "keepalives_idle", "hostaddr"),
    }
)
"""What may stand behind the question mark: settings of the line, by the names of PostgreSQL's own library."""


def database_of(deployment: Deployment) -> dict[str, object]:
    """Return Django's settings of the database that the URL names.

    Raises
    ------
    Invalid
        When the URL is neither of SQLite nor of PostgreSQL, sets what is not known, or names another machine and does
        not say how the line to it is protected.
    """
    url = deployment.database_url or f"sqlite:///{deployment.state / 'farlight.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(url.removeprefix("sqlite:///")))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(parts)
    raise Invalid(
        [
            Objection(
                message=f"FARLIGHT_DATABASE_URL names {parts.scheme or 'no'} database.",
                mend="It starts with sqlite:/// or postgresql://.",
            )
        ]
    )


def _postgresql(parts: SplitResult) -> dict[str, object]:
    host, line = unquote(parts.hostname or ""), dict(parse_qsl(parts.query, keep_blank_values=True))
    objections = [*map(_objection_to, sorted(line.keys() - LINE)), *_objections_to_line(host, line)]
    if objections:
        raise Invalid(objections)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": line,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _objection_to(name: str) -> Objection:
    close = get_close_matches(name, LINE, n=1)
    mend = f"Did you mean {close[0]}?" if close else f"It may be one of {', '.join(sorted(LINE))}."
    return Objection(message=f"FARLIGHT_DATABASE_URL sets {name!r}, which is not known.", mend=mend)


def _objections_to_line(host: str, line: dict[str, str]) -> list[Objection]:
    if host in HERE or host.startswith("/") or "sslmode" in line:
        return []
    return [
        Objection(
            message=f"FARLIGHT_DATABASE_URL names a database on {host}, and not how the line to it is protected.",
            mend="Add ?sslmode=verify-full&sslrootcert=/path/to/authority.crt (or sslrootcert=system); or "
            "?sslmode=disable, where nobody else is on that network.",
        )
    ]


def _sqlite(path: str) -> dict[str, object]:
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA cache_size=-65536;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"init_command": pragmas, "transaction_mode": "IMMEDIATE", "timeout": 20},
        "TEST": {"NAME": f"{path}.test"},
    }
