"""Entries write themselves, once, whatever is told twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.acquisition.events import HandlingStarted
from farlight.acquisition.tests.factories import make_handling
from farlight.acquisition.types import HandlingKind
from farlight.bus.public import all_entries
from farlight.kernel.errors import NotFound
from farlight.logbook.domain.entries import kind_of_run
from farlight.logbook.handlers import write_handling_down, write_run_down
from farlight.logbook.models import Entry
from farlight.logbook.public import (
    entries_numbered,
    entries_page,
    entry_of_run,
    newest_entry,
    sample_groups,
    star_entry,
    write_note,
)
from farlight.logbook.services.entering import enter_handling, enter_run
from farlight.logbook.types import EntryFilter, EntryKind
from farlight.runs.events import RunStarted
from farlight.runs.tests.factories import make_run
from tests.system.migrating import go_one_by_one

ALL = EntryFilter()


@pytest.fixture
def told(session, ada):
    """A run, two things done to a sample and a note, in that order."""
    make_run(session)
    write_run_down(RunStarted(session=session.code, run=1))
    for kind in (HandlingKind.MOUNT, HandlingKind.CENTRING):
        handling = make_handling(session, ada, kind)
        write_handling_down(
            HandlingStarted(
                session=session.code, handling=handling.code, handling_kind=kind.value, sample="", sample_name="x"
            )
        )
    write_note(session=session.code, text="Beam was lost for a minute", by=ada)


def page(ada, session, wanted=ALL, **part):
    return [(e.number, e.kind.value) for e in entries_page(ada, session.code, wanted, **part).items]


def test_each_thing_has_one_entry_newest_first(ada, session, told):
    assert page(ada, session) == [(4, "note"), (3, "sample_action"), (2, "robot_action"), (1, "rotation")]
    assert newest_entry(session.pk) == 4
    assert entry_of_run(session.pk, 1) == 1
    assert enter_run(session=session.code, run=1) is None
    assert enter_handling(session=session.code, handling=Entry.objects.get(number=2).handling.code) is None
    assert Entry.objects.count() == 4
    kinds = [e.body["entry_kind"] for e in all_entries(session.code) if e.kind == "entry-written"]
    assert kinds == ["rotation", "robot_action", "sample_action", "note"]


def test_entries_say_what_they_are_about(ada, session, told):
    note, centring, mount, run = entries_page(ada, session.code, ALL).items
    assert (run.run, run.sample_name, run.note, run.handling) == (1, "lyso", None, "")
    assert (mount.run, mount.sample_name) == (None, "insulin-1")
    assert mount.handling != centring.handling
    assert (note.note.text, note.note.author_name) == ("Beam was lost for a minute", ada.full_name)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (EntryFilter(kinds=(EntryKind.NOTE, EntryKind.ROTATION)), [4, 1]),
        (EntryFilter(words="LYSO_master"), [1]),
        (EntryFilter(words="upp-7 3"), [3, 2]),
        (EntryFilter(words="beam minute lost"), [4]),
        (EntryFilter(words="beam nowhere"), []),
        (EntryFilter(sample="insulin-1"), [3, 2]),
        (EntryFilter(sample=""), [4]),
        (EntryFilter(only_starred=True), [2]),
    ],
)
def test_filters_leave_what_fits(ada, session, told, wanted, numbers):
    star_entry(session=session.code, number=2, starred=True, by=ada)
    assert [number for number, _ in page(ada, session, wanted)] == numbers


def test_pages_go_by_cursor_and_from_a_number_on(ada, session, told):
    first = entries_page(ada, session.code, ALL, limit=3)
    assert ([e.number for e in first.items], first.next_cursor) == ([4, 3, 2], "2")
    assert page(ada, session, cursor="2") == [(1, "rotation")]
    assert page(ada, session, after=3) == [(4, "note")]
    assert [e.number for e in entries_numbered(ada, session.code, [1, 3, 99])] == [3, 1]


def test_samples_stand_by_their_newest_entry(ada, session, told):
    groups = sample_groups(ada, session.code, ALL)
    assert [(g.sample_name, g.entries, g.newest) for g in groups.items] == [
        ("", 1, 4),
        ("insulin-1", 2, 3),
        ("lyso", 1, 1),
    ]
    later = sample_groups(ada, session.code, ALL, cursor="4", limit=1)
    assert ([g.sample_name for g in later.items], later.next_cursor) == (["insulin-1"], "3")


def test_queries_do_not_grow_with_entries(ada, session):
    def queries():
        with CaptureQueriesContext(connection) as context:
            entries_page(ada, session.code, ALL)
        return len(context)

    write_note(session=session.code, text="one", by=ada)
    at_one = queries()
    for text in "two", "three":
        write_note(session=session.code, text=text, by=ada)
    assert queries() == at_one


def test_rivals_see_no_entry(rival, session, told):
    for ask in (entries_page, sample_groups):
        with pytest.raises(NotFound):
            ask(rival, session.code, ALL)
    with pytest.raises(NotFound):
        entries_numbered(rival, session.code, [1])


def test_a_kind_without_a_word_is_a_scan():
    assert [kind_of_run(kind).value for kind in ("grid", "note", "ptychography")] == ["grid", "scan", "scan"]


@pytest.mark.django_db(transaction=True)
def test_what_was_there_before_is_entered_by_the_migration(ada, session, told):
    go_one_by_one([("logbook", "0002_entries")])
    Entry.objects.all().delete()
    go_one_by_one([("logbook", "0003_enter_the_past")])
    assert page(ada, session) == [(2, "note"), (1, "rotation")]
    assert page(ada, session, EntryFilter(words="lyso_master")) == [(1, "rotation")]
