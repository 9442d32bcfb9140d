"""Makes the tables of an installation one way or the other, and prints what they are then: ``python -m ... WAY``."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.state import StateApps

HALF = [("samples", "0003_beside_the_old"), ("people", "0009_sent_forms"), ("shipping", "0001_initial")]
"""Before rows of the old sample model were carried over; other contexts wait for more than is there."""
FIRST, SECOND = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
"""When the sample was put somewhere."""


def tables() -> dict[str, list[str]]:
    """Return what each table, index, constraint and trigger is, without names that a database made up."""
    return _of_postgresql() if connection.vendor == "postgresql" else _of_sqlite()


def _of_sqlite() -> dict[str, list[str]]:
    found = {}
    for name, text in _asked("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"):
        head, _, body = text.partition("(")
        is_table = head.startswith("CREATE TABLE")
        found[name] = sorted(part.strip() for part in _top_level(body[:-1])) if is_table else [text]
    return found


def _top_level(text: str) -> list[str]:
    """Split at commas outside parentheses."""
    parts, depth = [""], 0
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _of_postgresql() -> dict[str, list[str]]:
    declared = {
        thing.name
        for model in apps.get_models(include_auto_created=True)
        for thing in (*model._meta.indexes, *model._meta.constraints)
    }
    found: dict[str, list[str]] = {}
    for statement in _POSTGRESQL:
        for table, name, text in _asked(statement):
            said = f"{name}: {text}" if name in declared else text.replace(f" {name} ", " ")
            found.setdefault(table, []).append(said)
    return {table: sorted(parts) for table, parts in found.items()}


_COLUMNS = """SELECT table_name, '', concat_ws(' ', column_name, data_type, character_maximum_length, is_nullable,
column_default, is_identity) FROM information_schema.columns WHERE table_schema = 'public'"""
_INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
_CONSTRAINTS = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid <> 0 AND connamespace = 'public'::regnamespace"""
_TRIGGERS = "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
_FUNCTIONS = "SELECT proname, '', prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
_POSTGRESQL = (_COLUMNS, _INDEXES, _CONSTRAINTS, _TRIGGERS, _FUNCTIONS)


def rows() -> dict[str, list[str]]:
    """Return every row, but those that tell of migrations."""
    names = sorted(set(connection.introspection.table_names()) - {"django_migrations"})
    return {
        name: sorted(repr(row) for row in _asked(f'SELECT {_columns(name)} FROM "{name}"'))  # noqa: S608 - our own names
        for name in names
    }


def _columns(table: str) -> str:
    with connection.cursor() as cursor:
        found = sorted(column.name for column in connection.introspection.get_table_description(cursor, table))
    return ", ".join(f'"{name}"' for name in found)


def _asked(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def the_short_way() -> dict[str, Any]:
    """As a new installation gets them."""
    call_command("migrate", verbosity=0)
    return {"tables": tables()}


def the_long_way() -> dict[str, Any]:
    """As one has them that went through all migrations and is in use; then it gets this version."""
    from farlight.config.facility.loading import load_facility
    from farlight.config.facility.packaged import demo_facility_file
    from farlight.config.facility.reading import read_facility
    from farlight.kernel.time import utc_now
    from tests.system.migrating import go_one_by_one  # these need Django to be set up

    go_one_by_one()
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    load_facility(read_facility(demo_facility_file()), now=utc_now())
    before = rows()
    call_command("migrate", verbosity=0)
    after = rows()
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return {"tables": tables(), "changed": changed, "rows": sum(map(len, after.values()))}


def from_half_way() -> dict[str, Any]:
    """As one has them that stood in the middle, with samples of the old model, and gets this version."""
    from farlight.samples.models import HazardProfile, Placement  # these need Django to be set up
    from farlight.samples.public import container_named, samples_of_proposal
    from tests.system.migrating import go_one_by_one, models_at

    go_one_by_one(HALF)
    _enter_samples_of_before(models_at(HALF))
    call_command("migrate", verbosity=0)
    (found,) = samples_of_proposal("mx1")
    puck = container_named("mx1", "CPS-1")
    return {
        "tables": tables(),
        "sample": [found.name, found.hazard, found.container, found.slot, found.container_position, puck.type.code],
        "placed": list(Placement.objects.order_by("pk").values_list("slot", "until")),
        "profiles": list(HazardProfile.objects.order_by("pk").values_list("substance__acronym", "decision")),
    }


def _enter_samples_of_before(old: StateApps) -> None:
    """One sample that was moved once, and two substances whose names are the same but for capitals."""
    person = old.get_model("people", "Person").objects.create(username="ada")
    leader = {"code": "mx1", "title": "Cubes", "principal_investigator_id": person.pk}
    proposal = old.get_model("proposals", "Proposal").objects.create(**leader)
    entered = {"proposal_id": proposal.pk}
    substances = old.get_model("samples", "Substance").objects
    toxic = substances.create(acronym="Tox", name="T", hazard="red", **entered)
    substances.create(acronym="TOX", name="T2", hazard="green", **entered)
    puck = old.get_model("samples", "Container").objects.create(code="CPS-1", kind="unipuck", **entered)
    sample = old.get_model("samples", "Sample").objects.create(code="abc", substance=toxic, name="x1", **entered)
    places = old.get_model("samples", "Placement").objects
    places.create(sample=sample, container=puck, position=3, since=FIRST, is_current=False)
    places.create(sample=sample, container=puck, position=4, since=SECOND, is_current=True)


WAYS: dict[str, Callable[[], dict[str, Any]]] = {
    "short": the_short_way,
    "long": the_long_way,
    "half": from_half_way,
}

if __name__ == "__main__":
    django.setup()
    json.dump(WAYS[sys.argv[1]](), sys.stdout, default=str)
