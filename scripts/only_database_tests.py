"""A pytest plugin (`-p scripts.only_database_tests`) that keeps the tests which use the database.

It also empties PostgreSQL quickly after tests that commit: Django truncates every table, which takes most of a second.
"""

from collections.abc import Sequence

import pytest
from django.core.management.color import Style
from django.db import models  # noqa: F401 - before what is made of it
from django.db.backends.postgresql.operations import DatabaseOperations

_DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "live_server",
}


_OF_LINES = ("src/farlight/desktops/tests/test_guacamole.py",)
"""What goes over lines, whoever keeps the rows: a minute and a half, with the same rows as ``test_web_view``."""


def pytest_configure(config: pytest.Config) -> None:
    """Let the event loops of tests end: their threads go without closing connections, which psycopg tells of.

    Processes of a facility end their loops only with themselves. The databases go with the private server.
    """
    config.addinivalue_line("filterwarnings", "ignore:<psycopg.Connection object:ResourceWarning")
    config.option.reuse_db = True
    DatabaseOperations.sql_flush = _what_empties


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the others out: another database cannot change what they find."""
    kept = [item for item in items if _uses_database(item) and not item.nodeid.startswith(_OF_LINES)]
    config.hook.pytest_deselected(items=sorted(set(items) - set(kept), key=lambda item: item.nodeid))
    items[:] = kept


def _what_empties(
    self: DatabaseOperations,
    style: Style,  # noqa: ARG001 - Django's signature
    tables: Sequence[str],
    *,
    reset_sequences: bool = False,
    allow_cascade: bool = False,  # noqa: ARG001 - as above
) -> list[str]:
    """Return statements that delete the rows of those tables that have any.

    Triggers rest meanwhile, as when all is truncated: one keeps sealed records of the audit from being deleted.
    """
    if reset_sequences:
        raise ValueError("Sequences go on where they are: no test may ask for others.")
    names = [self.quote_name(table) for table in tables]
    with self.connection.cursor() as cursor:
        looks = (f"SELECT {place} WHERE EXISTS (SELECT FROM {name})" for place, name in enumerate(names))  # noqa: S608 - names of tables
        cursor.execute(" UNION ALL ".join(looks))
        deletions = [f"DELETE FROM {names[place]}" for (place,) in cursor.fetchall()]  # noqa: S608 - as above
    return ["SET LOCAL session_replication_role = replica", *deletions]


def _uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & _DATABASE_FIXTURES)
