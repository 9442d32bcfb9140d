"""Squashed migrations make the tables that those make which they replace; installations of before go on with them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.private_postgresql import PostgresqlMissingError, private_postgresql

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.timeout(600)]
ROOT = Path(__file__).parents[2]


def made(way: str, folder: Path, database: str) -> Any:
    """Tables of an empty database, made one way by a process of its own."""
    state = folder / way
    state.mkdir()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "farlight.config.settings",
        "FARLIGHT_STATE_DIR": str(state),
        "FARLIGHT_DATABASE_URL": database or f"sqlite:///{state / 'farlight.sqlite3'}",
    }
    command = [sys.executable, "-m", "tests.system.tables", way]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_every_way_leads_to_the_same_tables_and_loses_no_row(tmp_path: Path, vendor: str) -> None:
    found = {}
    for way in ("short", "long", "half"):
        if vendor == "sqlite":
            found[way] = made(way, tmp_path, "")
            continue
        try:
            with private_postgresql() as url:
                found[way] = made(way, tmp_path, url)
        except PostgresqlMissingError as error:
            pytest.skip(str(error))
    assert found["long"]["tables"] == found["short"]["tables"]
    assert found["half"]["tables"] == found["short"]["tables"]
    assert found["long"]["changed"] == []
    assert found["long"]["rows"] > 300
    assert found["half"]["sample"] == ["x1", "red", "CPS-1", "4", 4, "unipuck"]
    assert found["half"]["placed"] == [["3", "2026-03-02 00:00:00+00:00"], ["4", None]]
    assert found["half"]["profiles"] == [["Tox", "facility_file"], ["TOX-2", "facility_file"]]
    assert len(found["short"]["tables"]) > 100
