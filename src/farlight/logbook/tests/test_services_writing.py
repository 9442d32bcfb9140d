import threading

import pytest
from django.db import connections

from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.bus.public import all_entries
from farlight.kernel.errors import Invalid, NotAllowed, NotFound
from farlight.logbook.models import Note
from farlight.logbook.public import notes_of_session, write_note
from farlight.people.tests.factories import make_person


def texts(person, session):
    return [(note.number, note.text) for note in notes_of_session(person, session.code).items]


def test_a_note_is_kept_numbered_and_told(ada, session):
    write_note(session=session.code, text=" first ", by=ada)
    write_note(session=session.code, text="second", by=ada)
    assert texts(ada, session) == [(2, "second"), (1, "first")]
    told = [(e.kind, e.by, e.body) for e in all_entries(session.code) if e.kind == "note-written"]
    assert told == [
        ("note-written", "ada", {"session": session.code, "note": 1, "author": "ada"}),
        ("note-written", "ada", {"session": session.code, "note": 2, "author": "ada"}),
    ]


def test_numbers_are_those_of_the_session(ada, session):
    other = make_session(ada, "mx9999", beamline="sim2")
    for where in (session, other):
        assert write_note(session=where.code, text="x", by=ada).number == 1


@pytest.mark.parametrize("text", ["", "   ", "\0", "x" * 4001])
def test_a_note_that_says_nothing_or_too_much_is_refused(ada, session, text):
    with pytest.raises(Invalid):
        write_note(session=session.code, text=text, by=ada)
    assert not Note.objects.exists()


def test_an_observer_reads_and_does_not_write(ada, session):
    observer = make_person("observer")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    write_note(session=session.code, text="seen", by=ada)
    assert texts(observer, session) == [(1, "seen")]
    with pytest.raises(NotAllowed, match="write notes"):
        write_note(session=session.code, text="x", by=observer)


def test_a_rival_finds_nothing(session):
    rival = make_person("rival")
    for act in (lambda: write_note(session=session.code, text="x", by=rival), lambda: texts(rival, session)):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_a_session_that_is_over_can_only_be_read(ada, state):
    session = make_session(ada, state=state)
    with pytest.raises(NotAllowed, match=state):
        write_note(session=session.code, text="x", by=ada)


def test_lists_come_in_pages(ada, session):
    for number in range(5):
        write_note(session=session.code, text=str(number + 1), by=ada)
    first = notes_of_session(ada, session.code, limit=2)
    second = notes_of_session(ada, session.code, limit=2, cursor=first.next_cursor)
    third = notes_of_session(ada, session.code, limit=2, cursor=second.next_cursor)
    pages = [[note.number for note in page.items] for page in (first, second, third)]
    assert (pages, third.next_cursor) == ([[5, 4], [3, 2], [1]], None)


@pytest.mark.parametrize("cursor", ["x", "-1", "\u0663", "9" * 40])
def test_a_cursor_that_is_none_begins_at_the_newest(ada, session, cursor):
    write_note(session=session.code, text="x", by=ada)
    assert [note.number for note in notes_of_session(ada, session.code, cursor=cursor).items] == [1]


@pytest.mark.django_db(transaction=True)
def test_people_who_write_at_once_get_numbers_without_gaps(ada, session):
    def write():
        for _ in range(5):
            write_note(session=session.code, text="x", by=ada)
        connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert list(Note.objects.values_list("number", flat=True)) == list(range(20, 0, -1))


@pytest.mark.parametrize("notes", [1, 3])
def test_a_list_costs_the_same_queries_for_any_number(ada, session, notes, django_assert_num_queries):
    for _ in range(notes):
        write_note(session=session.code, text="x", by=ada)
    with django_assert_num_queries(7):
        texts(ada, session)
