"""Squashed migrations: those that they replace are there, and nobody names them as what they wait for."""

import re
from pathlib import Path

MIGRATIONS = sorted(Path(__file__).parents[2].glob("src/farlight/*/migrations/0*.py"))
SQUASHED = [path for path in MIGRATIONS if "_squashed_" in path.name]


def test_what_a_squashed_migration_replaces_is_there_up_to_the_one_it_is_named_by():
    for path in SQUASHED:
        context, last = path.parts[-3], path.stem.partition("_squashed_")[2]
        replaced = re.findall(rf"\('{context}', '(\w+)'\)", path.read_text().partition("dependencies")[0])
        there = [one.stem for one in sorted(path.parent.glob("0*.py")) if one not in SQUASHED]
        assert (path.name, replaced) == (path.name, there[: there.index(last) + 1])


def test_migrations_wait_for_what_is_replaced_not_for_what_replaces_it():
    """An installation that stands in the middle of what is replaced knows no squashed migration."""
    assert len(SQUASHED) > 10
    assert [path.name for path in MIGRATIONS if "_squashed_" in path.read_text()] == []
