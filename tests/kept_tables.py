"""Empty tables of SQLite, kept from one test run to the next: migrations alone take longer than a context's tests.

What is kept counts for the migrations that it was made by, by their text, and for nothing else. Django still migrates
what was kept, and finds nothing left to do.
"""

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.db import connection
from pytest_django import DjangoDbBlocker

FOLDER = Path(__file__).parents[1] / "var" / "tables"


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """Whether tests begin with a database that is there: one that was asked for, or the tables of an earlier run."""
    asked, kept = bool(request.config.getvalue("reuse_db")), _kept()
    if connection.vendor != "sqlite" or asked or not kept.exists():
        return asked
    with closing(sqlite3.connect(kept)) as tables, closing(sqlite3.connect(_of_tests())) as database:
        tables.backup(database)
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep the tables that migrations made, for runs to come."""
    kept = _kept()
    if connection.vendor != "sqlite" or kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    with django_db_blocker.unblock(), closing(sqlite3.connect(unfinished)) as tables:
        connection.ensure_connection()
        connection.connection.backup(tables)
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    unfinished.rename(kept)


def _of_tests() -> str:
    return str(connection.settings_dict["TEST"]["NAME"])


def _kept() -> Path:
    """Return the file of tables that these migrations make, whether it is there or not."""
    text = hashlib.sha256(f"Django {django.VERSION}".encode())
    for config in apps.get_app_configs():
        for migration in sorted(Path(config.path).glob("migrations/*.py")):
            text.update(f"{config.label} {migration.name} ".encode() + migration.read_bytes())
    return FOLDER / f"{text.hexdigest()[:32]}.sqlite3"
