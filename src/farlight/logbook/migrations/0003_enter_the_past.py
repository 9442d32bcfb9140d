"""Runs and notes that were there before there were entries get theirs, in the order of their times."""

from itertools import groupby

from django.db import migrations

RUN_KINDS = {"rotation", "screening", "grid"}


def enter_the_past(apps, schema_editor):  # noqa: ARG001 - Django's signature
    """Write an entry for each run and each note that has none."""
    Run, Note = apps.get_model("runs", "Run"), apps.get_model("logbook", "Note")
    Entry, Notebook = apps.get_model("logbook", "Entry"), apps.get_model("logbook", "Notebook")
    things = [
        *((run.session_id, run.started, 0, run) for run in Run.objects.order_by("pk")),
        *((note.session_id, note.at, 1, note) for note in Note.objects.select_related("author").order_by("pk")),
    ]
    things.sort(key=lambda thing: (thing[0], thing[1], thing[2], thing[3].pk))
    for session_id, past in groupby(things, key=lambda thing: thing[0]):
        entries = [
            _entry(Entry, number, at, about, is_note=bool(rank)) for number, (_, at, rank, about) in enumerate(past, 1)
        ]
        Entry.objects.bulk_create(entries)
        Notebook.objects.update_or_create(session_id=session_id, defaults={"entries": len(entries)})


def _entry(model, number, at, about, *, is_note):
    if is_note:
        words = f"{about.text} {about.author.given_name} {about.author.family_name}"
        kind, about_what = "note", {"note_id": about.pk}
    else:
        file = about.master.rpartition("/")[2]
        words = f"run {about.number} {about.sample_name} {about.kind} {file} {about.detector}"
        kind, about_what = about.kind if about.kind in RUN_KINDS else "scan", {"run_id": about.pk}
    return model(
        session_id=about.session_id,
        number=number,
        kind=kind,
        at=at,
        sample_name="" if is_note else about.sample_name,
        words=" ".join(words.casefold().split()),
        **about_what,
    )


class Migration(migrations.Migration):
    """Fill the logbook."""

    dependencies = [("logbook", "0002_entries"), ("runs", "0002_handlings_and_layouts")]
    operations = [migrations.RunPython(enter_the_past, migrations.RunPython.noop)]
