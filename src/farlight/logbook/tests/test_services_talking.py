"""Stars, comments and files on entries; and who may not see them."""

from pathlib import Path

import pytest

from farlight.beamtime.public import session_folder, set_team_member
from farlight.beamtime.types import TeamRole
from farlight.bus.public import all_entries
from farlight.kernel.errors import Invalid, NotAllowed, NotFound
from farlight.logbook.access import attachment_for
from farlight.logbook.domain.attachments import MOST_BYTES, MOST_FILES, media_type_of, objections_to_file, plain_name
from farlight.logbook.public import (
    attach_file,
    comment_on_entry,
    entries_page,
    star_entry,
    talk_about,
    write_note,
)
from farlight.logbook.types import EntryFilter
from farlight.people.tests.factories import make_person

PNG = b"\x89PNG\r\n\x1a\nrest"


@pytest.fixture
def entry(ada, session):
    write_note(session=session.code, text="here", by=ada)
    return {"session": session.code, "number": 1}


def only(person, session, **wanted):
    return entries_page(person, session.code, EntryFilter(**wanted)).items


def test_stars_are_a_persons_own(ada, session, entry):
    jon = make_person("jon")
    set_team_member(session=session, person=jon, role=TeamRole.MEMBER)
    for _ in range(2):
        star_entry(**entry, starred=True, by=ada)
    assert [e.is_starred for e in (*only(ada, session), *only(jon, session))] == [True, False]
    star_entry(**entry, starred=False, by=ada)
    assert only(ada, session, only_starred=True) == ()
    assert "star" not in " ".join(e.kind for e in all_entries(session.code) if e.kind != "run-started")


def test_a_comment_is_kept_told_and_found(ada, session, entry):
    comment_on_entry(**entry, text=" Ice on the LOOP ", by=ada)
    talk = talk_about(ada, session.code, 1)
    assert [(c.text, c.author_name) for c in talk.comments] == [("Ice on the LOOP", ada.full_name)]
    assert talk.entry.comments == 1
    assert len(only(ada, session, words="loop")) == 1
    told = [e for e in all_entries(session.code) if e.kind == "entry-commented"]
    assert [(e.by, e.body) for e in told] == [("ada", {"session": session.code, "entry": 1, "author": "ada"})]


@pytest.mark.parametrize("text", ["", " ", "x" * 4001])
def test_an_empty_or_endless_comment_is_refused(ada, entry, text):
    with pytest.raises(Invalid):
        comment_on_entry(**entry, text=text, by=ada)


def test_a_file_lies_in_the_logbook_folder_under_its_own_name(ada, session, entry):
    row = attach_file(**entry, name="C:\\fakepath\\..\\loop <1>.png", content=PNG, by=ada)
    assert (row.name, row.media_type, row.size_bytes) == ("loop 1.png", "image/png", len(PNG))
    assert Path(row.path) == session_folder(session.code) / "logbook" / row.code
    assert Path(row.path).read_bytes() == PNG
    (found,) = talk_about(ada, session.code, 1).attachments
    assert (found.code, found.name, found.is_picture, found.author_name) == (
        row.code,
        "loop 1.png",
        True,
        ada.full_name,
    )
    assert attachment_for(ada, session.code, 1, row.code) == row
    assert len(only(ada, session, words="loop")) == 1


def test_files_that_are_too_large_or_too_many_are_refused(ada, entry):
    with pytest.raises(Invalid):
        attach_file(**entry, name="x", content=b"", by=ada)
    assert [o.field for o in objections_to_file(b"x" * (MOST_BYTES + 1), present=MOST_FILES)] == ["file", "file"]
    assert objections_to_file(b"x", present=0) == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/>", "application/octet-stream"),
        (b"<html>", "application/octet-stream"),
    ],
)
def test_only_pictures_are_what_they_are(content, kind):
    assert media_type_of(content) == kind


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("", "file"),
        ("..", "file"),
        ("a\r\nb.txt", "ab.txt"),
        ("é" * 300 + ".png", "é" * 96 + ".png"),
    ],
)
def test_names_are_made_harmless(name, plain):
    assert plain_name(name) == plain


def test_who_may_only_look_may_star_but_not_write(session, entry):
    olga = make_person("olga")
    set_team_member(session=session, person=olga, role=TeamRole.OBSERVER)
    star_entry(**entry, starred=True, by=olga)
    with pytest.raises(NotAllowed):
        comment_on_entry(**entry, text="x", by=olga)
    with pytest.raises(NotAllowed):
        attach_file(**entry, name="x", content=PNG, by=olga)


def test_rivals_can_do_nothing(ada, rival, session, entry):
    row = attach_file(**entry, name="secret.png", content=PNG, by=ada)
    for attempt in (
        lambda: star_entry(**entry, starred=True, by=rival),
        lambda: comment_on_entry(**entry, text="x", by=rival),
        lambda: attach_file(**entry, name="x", content=PNG, by=rival),
        lambda: talk_about(rival, session.code, 1),
        lambda: attachment_for(rival, session.code, 1, row.code),
        lambda: attachment_for(ada, session.code, 1, "a-unknown"),
        lambda: attachment_for(ada, session.code, 1, "../secret"),
        lambda: star_entry(session=session.code, number=9, starred=True, by=ada),
    ):
        with pytest.raises(NotFound):
            attempt()
