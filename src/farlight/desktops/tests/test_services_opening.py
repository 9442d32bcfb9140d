"""Who gets a way to a desktop, and who is told why not."""

from datetime import timedelta

import pytest
from django.test import Client

from farlight.desktops.services.lives import end_desktop
from farlight.desktops.services.opening import ticket_for_desktop, ticket_for_thumbnail
from farlight.desktops.tests.conftest import BACKEND
from farlight.desktops.tests.factories import CODE, make_desktop
from farlight.kernel.errors import Conflict, NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.people.types import Credential


def way(person, ticket_for=ticket_for_desktop, *, now=None, **changes):
    browser = Client()
    browser.force_login(person, backend=BACKEND)
    came = {"credential": Credential(login=browser.session.session_key)} | changes
    return ticket_for(session=CODE, name="control-room", by=person, now=now or utc_now(), **came)


def test_a_way_is_for_one_viewer_and_once(ada, olga):
    make_desktop(ada)
    ways = [way(ada), way(ada), way(olga)]
    assert len({*ways}) == 3
    assert {one.rpartition("/")[0] for one in ways} == {f"/desk/{CODE}/control-room"}


def test_who_may_not_look_on_is_told_why_or_nothing_at_all(session, ada, rolf):
    make_desktop(ada)
    with pytest.raises(NotFound):
        way(rolf)
    for changes, reasons in (
        ({"credential": Credential(login="ended")}, ["You have logged out."]),
        (
            {"now": session.end + timedelta(days=2)},
            ["Cameras and desktops are open from 20 minutes before the session to 20 minutes after it."],
        ),
    ):
        with pytest.raises(NotAllowed) as refused:
            way(ada, **changes)
        assert [one.message for one in refused.value.reasons] == reasons


def test_staff_alone_get_small_pictures(ada, lena):
    make_desktop(ada)
    with pytest.raises(NotAllowed):
        way(ada, ticket_for_thumbnail)
    assert way(lena, ticket_for_thumbnail)


def test_there_is_no_way_to_what_does_not_run(ada):
    row = make_desktop(ada)
    end_desktop(code=row.code, now=utc_now(), reason="It fell over.")
    with pytest.raises(Conflict, match="It fell over"):
        way(ada)
    make_desktop(ada, runs=False)
    with pytest.raises(Conflict, match="Control room does not run: it is asked"):
        way(ada)
