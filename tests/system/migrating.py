"""Migrations one by one, as an installation met them that was there before they were squashed."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import StateApps

Targets = Sequence[tuple[str, str]]


class OneByOne(MigrationLoader):
    """Knows the migrations as they were written, and none that replaces others."""

    def load_disk(self) -> None:
        super().load_disk()
        self.disk_migrations = {key: one for key, one in self.disk_migrations.items() if not one.replaces}


def go_one_by_one(targets: Targets | None = None) -> None:
    """Migrate the database forwards or backwards to some migrations, or to the newest."""
    executor: Any = MigrationExecutor(connection)
    executor.loader = OneByOne(connection)
    executor.migrate(targets or executor.loader.graph.leaf_nodes())


def models_at(targets: Targets) -> StateApps:
    """Return the models as they were at some migrations."""
    state: StateApps = OneByOne(connection).project_state(targets).apps
    return state
