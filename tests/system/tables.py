"""Makes the tables of an installation one way or the other, and prints what they are then: ``python -m ... WAY``."""

import json
import sys
from collections.abc import Callable
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

HALF = [("samples", "0003_beside_the_old"), ("people", "0009_sent_forms"), ("shipping", "0001_initial")]
"""Before rows of the old sample model were carried over; other contexts wait for more than is there."""


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
    """As one has them that stood in the middle, with a sample of the old model."""
    from tests.system.migrating import go_one_by_one, models_at  # needs Django to be set up

    go_one_by_one(HALF)
    _enter_a_sample_of_before(models_at(HALF))
    call_command("migrate", verbosity=0)
    placed = (
        "SELECT s.name, p.slot, c.name FROM samples_placement p JOIN samples_specimen x ON x.id = p.specimen_id"
        " JOIN samples_sample s ON s.id = x.sample_id JOIN samples_container c ON c.id = p.container_id"
    )
    return {"tables": tables(), "placed": _asked(placed)}


def _enter_a_sample_of_before(old: Any) -> None:
    from django.utils.timezone import now  # needs Django to be set up

    ada = old.get_model("people", "Person").objects.create(username="ada")
    proposal = old.get_model("proposals", "Proposal").objects.create(
        code="mx1", title="Cubes", principal_investigator_id=ada.pk
    )
    kind = old.get_model("samples", "Substance").objects.create(
        proposal_id=proposal.pk, acronym="Lyso", name="Lysozyme", hazard="green"
    )
    puck = old.get_model("samples", "Container").objects.create(proposal_id=proposal.pk, code="CPS-1", kind="unipuck")
    cube = old.get_model("samples", "Sample").objects.create(
        code="abc", substance=kind, name="cube", proposal_id=proposal.pk
    )
    places = old.get_model("samples", "Placement").objects
    places.create(sample=cube, container=puck, position=3, since=now(), is_current=True)


WAYS: dict[str, Callable[[], dict[str, Any]]] = {
    "short": the_short_way,
    "long": the_long_way,
    "half": from_half_way,
}

if __name__ == "__main__":
    django.setup()
    json.dump(WAYS[sys.argv[1]](), sys.stdout, default=str)
