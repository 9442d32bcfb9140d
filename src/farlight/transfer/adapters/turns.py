"""One at a time, where there is no row yet that could be locked."""

from django.db import connection

_LOCKS = 2**31
"""PostgreSQL numbers advisory locks by two integers of 32 bits."""


def wait_for_turn(*, session_id: int, person_id: int) -> None:
    """Wait until no other transaction has the turn of a person in a session; it ends with the transaction.

    SQLite has one writer at a time; PostgreSQL locks what the two have in common.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [session_id % _LOCKS, person_id % _LOCKS])
