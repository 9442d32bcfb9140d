"""Servers for tests across contexts. A fixture installs nothing: it says which package is missing."""

from collections.abc import Iterator

import pytest

from scripts.private_postgresql import PostgresqlMissingError, private_postgresql


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """URL of an empty database of a PostgreSQL that only these tests use."""
    try:
        with private_postgresql() as url:
            yield url
    except PostgresqlMissingError as error:
        pytest.skip(str(error))
