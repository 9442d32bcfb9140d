"""A pytest plugin (`-p scripts.only_database_tests`) that keeps the tests which use the database."""

import pytest

_DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "live_server",
}


def pytest_configure(config: pytest.Config) -> None:
    """Let the event loops of tests end: their threads go without closing connections, which psycopg tells of.

    Processes of a facility end their loops only with themselves. The databases go with the private server.
    """
    config.addinivalue_line("filterwarnings", "ignore:<psycopg.Connection object:ResourceWarning")
    config.option.reuse_db = True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the others out: another database cannot change what they find."""
    kept = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _uses_database(item)])
    items[:] = kept


def _uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & _DATABASE_FIXTURES)
