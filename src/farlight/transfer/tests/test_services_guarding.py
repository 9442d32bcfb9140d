"""All that a process sends is watched over together."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError

from farlight.beamtime.public import remove_team_member, set_team_member
from farlight.beamtime.types import TeamRole
from farlight.kernel.time import utc_now
from farlight.leases.public import close_channels
from farlight.people.public import credential_in, issue_token, lock_person, revoke_token, visible_tokens
from farlight.people.tests.factories import make_person
from farlight.transfer.access import session_files
from farlight.transfer.domain.ranges import Span
from farlight.transfer.queries import downloads_of
from farlight.transfer.services import guarding
from farlight.transfer.services.following import begin_download
from farlight.transfer.services.guarding import Guarded, SendingKeeper
from farlight.transfer.services.progress import Progress

SIZE = 100


@pytest.fixture
def keeper(monkeypatch):
    """A keeper whose looks happen in the test's own transaction."""
    monkeypatch.setattr(guarding, "close_old_connections", lambda: None)
    return SendingKeeper()


@pytest.fixture
def member(session):
    def make(name):
        person = make_person(name)
        set_team_member(session=session, person=person, role=TeamRole.MEMBER)
        return person

    return make


def taking(session, person, asked, credential=None):
    """Somebody who takes a file."""
    asked = replace(asked, person_id=person.pk, person=person.username)
    progress = Progress(begin_download(asked, now=utc_now(), holder=person), asked.key, [Span(0, SIZE)])
    return Guarded(session_files(person, session.code, credential).permission, progress)


def with_token(person):
    key = issue_token(person=person, label="download", now=utc_now(), valid_for=timedelta(hours=1))
    return credential_in({"Authorization": f"Bearer {key}"}, login=None)


def sent(session, person):
    """Of all downloads of the session, newest first."""
    return [row.sent_bytes for row in downloads_of(person, session.code)]


def test_each_ends_by_what_ends_it_and_the_others_go_on(session, ada, asked, keeper, member):
    names = ("stays", "removed", "locked", "signed out", "closed")
    people = {name: member(name.replace(" ", "")) for name in names}
    open_ = {name: taking(session, one, asked, with_token(one)) for name, one in people.items()}
    keeper.look_at(list(open_.values()))
    assert [one.may_go_on for one in open_.values()] == [True] * 5

    remove_team_member(session=session, person=people["removed"])
    lock_person(person=people["locked"], reason="left")
    revoke_token(token=visible_tokens(people["signed out"])[0], now=utc_now())
    close_channels(session=session.code, by=ada, now=utc_now(), person=people["closed"])
    keeper.look_at(list(open_.values()))
    assert [name for name, one in open_.items() if one.may_go_on] == ["stays"]


def test_what_all_sent_is_written_down_and_what_sends_nothing_is_alive(session, ada, asked, keeper, member):
    takers = [member(f"taker{number}") for number in range(3)]
    open_ = [taking(session, one, asked) for one in takers]
    for one, count in zip(open_, (10, 40, 0), strict=True):
        one.progress.sent(count) if count else None
    keeper.look_at(open_)
    assert sent(session, takers[0]) == [0, 40, 10]


def test_however_many_send_nothing_the_questions_are_the_same(
    session, asked, keeper, member, django_assert_max_num_queries
):
    few, many = ([taking(session, member(f"of{count}x{n}"), asked) for n in range(count)] for count in (1, 12))
    keeper.look_at([*few, *many])
    with django_assert_max_num_queries(9):
        keeper.look_at(few)
    with django_assert_max_num_queries(9):
        keeper.look_at([*few, *many])


def test_what_is_not_followed_is_watched_over_all_the_same(session, keeper, member):
    person = member("visitor")
    one = Guarded(session_files(person, session.code).permission, None)
    keeper.look_at([one])
    assert one.may_go_on
    lock_person(person=person, reason="left")
    keeper.look_at([one])
    assert not one.may_go_on


def test_what_could_not_be_written_down_is_told_next_time(session, asked, keeper, member, monkeypatch):
    person = member("taker")
    one = taking(session, person, asked)
    one.progress.sent(30)

    def away(*_, **__):
        raise OperationalError("the database is away")

    with monkeypatch.context() as broken:
        broken.setattr(guarding, "record_progress", away)
        broken.setattr(guarding.connection, "close", lambda: None)  # the test's own transaction
        with pytest.raises(OperationalError):
            keeper.look_at([one])
    keeper.look_at([one])
    assert sent(session, person) == [30]


async def test_without_a_database_what_is_sent_goes_on_for_a_while_only(keeper, monkeypatch):
    def away(_):
        raise OperationalError("the database is away")

    monkeypatch.setattr(keeper._all, "_look_at", away)
    monkeypatch.setattr(guarding, "FRESH_S", 0.0)
    one = Guarded(None, None)
    keeper.guard(one)
    await asyncio.sleep(0.01)
    assert await keeper.goes_on(one)
    one.looked_at_s = time.monotonic() - guarding.BLIND_S
    assert not await keeper.goes_on(one)
