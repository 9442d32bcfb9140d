"""Every test: files in a folder of its own; SQLite unless FARLIGHT_DATABASE_URL says otherwise."""

import os
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["tests.kept_tables"]


@pytest.fixture(autouse=True)
def _data_dir(settings: Any, tmp_path: Path) -> None:
    """Files of sessions go to the test's own folder."""
    settings.FARLIGHT_DATA_DIR = tmp_path / "data"
    settings.FARLIGHT_STATE_DIR = tmp_path / "state"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def test_data() -> Path:
    """The folder of real data; the test is skipped, saying so, where there is none."""
    folder = os.environ.get("FARLIGHT_TEST_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("FARLIGHT_TEST_DATA does not name the folder of real data")
    return Path(folder)
