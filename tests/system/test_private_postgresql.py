import psycopg
import pytest


@pytest.mark.system
def test_private_postgresql_answers(postgresql_url):
    with psycopg.connect(postgresql_url) as connection:
        assert connection.execute("select 1 + 1").fetchone() == (2,)
