"""The database refuses to change what is sealed; only the personal part may be emptied. PostgreSQL refuses to delete it too.

SQLite cannot tell a test that empties all tables from anybody else who deletes: there the chain tells that a record is gone.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KEPT = ("number", "at", "kind", "session_code", "digest", "hash")
EMPTIED = {"by": "''", "about": "''", "address": "''", "details": "'{}'", "salt": "''"}


def _sqlite() -> list[str]:
    kept = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in KEPT)
    emptied = " OR ".join(f'(NEW."{n}" IS NOT OLD."{n}" AND NEW."{n}" IS NOT {v})' for n, v in EMPTIED.items())
    return [
        f"CREATE TRIGGER audit_sealed_stays BEFORE UPDATE ON audit_record WHEN OLD.number IS NOT NULL "
        f"AND ({kept} OR {emptied}) BEGIN SELECT RAISE(ABORT, 'a sealed record of the audit stays as it is'); END"
    ]


def _postgresql() -> list[str]:
    kept = " OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in KEPT)
    emptied = " OR ".join(f'(NEW."{n}" IS DISTINCT FROM OLD."{n}" AND NEW."{n}" <> {v})' for n, v in EMPTIED.items())
    return [
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a sealed record of the audit stays as it is'; END $$",
        f"CREATE TRIGGER audit_sealed_stays BEFORE UPDATE ON audit_record FOR EACH ROW "
        f"WHEN (OLD.number IS NOT NULL AND ({kept} OR {emptied})) EXECUTE FUNCTION audit_refuse()",
        "CREATE TRIGGER audit_nothing_goes BEFORE DELETE ON audit_record FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    ]


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - the library's signature
    """Make the triggers."""
    for statement in _postgresql() if schema_editor.connection.vendor == "postgresql" else _sqlite():
        schema_editor.execute(statement)


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - as above
    """Take them away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER audit_nothing_goes ON audit_record")
        schema_editor.execute("DROP TRIGGER audit_sealed_stays ON audit_record")
        schema_editor.execute("DROP FUNCTION audit_refuse()")
    else:
        schema_editor.execute("DROP TRIGGER audit_sealed_stays")


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
