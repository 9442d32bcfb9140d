from datetime import timedelta

import pytest

from farlight.bus.public import entries_after
from farlight.desktops.access import newest_of
from farlight.desktops.models import Desktop
from farlight.desktops.public import (
    close_desktop,
    desktop_page,
    desktop_sight,
    desktop_wall,
    lock_desktop,
    start_desktop,
)
from farlight.desktops.queries import wall_mark
from farlight.desktops.services import lives
from farlight.desktops.services.lives import begin_ending, desktop_runs, desktop_waits, end_desktop
from farlight.desktops.services.viewing import begin_view, end_view, stay
from farlight.desktops.tests.conftest import PC, ROOM, offer
from farlight.desktops.tests.factories import CODE, make_desktop
from farlight.desktops.types import DesktopState, Named
from farlight.desktops.web.wall import WallLook
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from farlight.kernel.time import utc_now

WHERE = {"session": CODE, "name": "control-room"}


def start(person, name="control-room"):
    return start_desktop(session=CODE, name=name, by=person, now=utc_now())


def changes():
    found = [e.body for e in entries_after(CODE, 0, limit=100) if e.kind == "desktop-changed"]
    return [(b["state"], b["locked"], b["reason"]) for b in found]


def test_a_desktop_begins_runs_and_ends(ada):
    started = start(ada)
    assert (started.state, started.is_mine, started.is_open) == (DesktopState.ASKED, True, False)
    row = Desktop.objects.get()
    desktop_runs(code=row.code, now=utc_now())
    desktop_runs(code=row.code, now=utc_now())
    close_desktop(**WHERE, reason=" All  done ", by=ada, now=utc_now())
    end_desktop(code=row.code, now=utc_now())
    end_desktop(code=row.code, now=utc_now())
    said = "Ada Tester closed it: All done."
    assert changes() == [
        ("asked", False, ""),
        ("running", False, ""),
        ("closing", False, said),
        ("closed", False, said),
    ]


def test_what_a_desktop_waits_for_is_told_once_and_gone_when_it_runs(ada):
    start(ada)
    row, soon = Desktop.objects.get(), utc_now() + timedelta(hours=1)
    for _ in range(2):
        desktop_waits(code=row.code, words="It waits for a free node.", now=utc_now(), expected_at=soon)
    sight = desktop_sight(ada, CODE, "control-room", now=utc_now()).desktop
    assert (sight.waits, sight.expected_at, sight.ends_at) == ("It waits for a free node.", soon, None)
    for ends_at in (soon, soon, soon + timedelta(hours=1)):
        desktop_runs(code=row.code, now=utc_now(), ends_at=ends_at)
    desktop_waits(code=row.code, words="Too late.", now=utc_now())
    sight = desktop_sight(ada, CODE, "control-room", now=utc_now()).desktop
    assert (sight.waits, sight.expected_at, sight.ends_at) == ("", None, soon + timedelta(hours=1))
    assert [state for state, _, _ in changes()] == ["asked", "asked", "running", "running"]


def test_what_ends_slowly_is_closing_meanwhile(ada):
    row = make_desktop(ada)
    for reason in ("The session is over.", "Never mind."):
        begin_ending(code=row.code, now=utc_now(), reason=reason)
    assert changes()[-1] == ("closing", False, "The session is over.")


def test_there_is_one_of_a_kind_and_another_after_it(ada, bela, monkeypatch):
    row = make_desktop(ada)
    with pytest.raises(Conflict, match="Control room is there already"):
        start(bela)
    monkeypatch.setattr(lives, "newest_of", lambda *_: None)
    with pytest.raises(Conflict, match="Control room is there already"):
        start(bela)
    monkeypatch.undo()
    end_desktop(code=row.code, now=utc_now(), failed=True, reason="It fell over.")
    assert start(bela).started_by == "Bela Tester"


def test_who_may_not_control_starts_nothing(ada, olga, rolf):
    with pytest.raises(NotAllowed):
        start(olga)
    with pytest.raises(NotFound):
        start(rolf)
    with pytest.raises(NotFound, match="no desktop 'cellar'"):
        start(ada, "cellar")
    assert Desktop.objects.count() == 0


def test_staff_lock_with_a_reason_and_nobody_operates(ada, lena):
    make_desktop(ada)

    def lock(*, lock, reason="", by=lena):
        return lock_desktop(**WHERE, lock=lock, reason=reason, by=by, now=utc_now())

    for wrong in ({"lock": True}, {"lock": False}, {"lock": True, "reason": "x" * 301}):
        with pytest.raises(Invalid):
            lock(**wrong)
    with pytest.raises(NotAllowed):
        lock(lock=True, reason="Mine", by=ada)
    assert lock(lock=True, reason="The hutch is open").is_locked
    sight = desktop_sight(ada, CODE, "control-room", now=utc_now())
    assert (sight.role, sight.desktop.reason) == ("observer", "The hutch is open")
    lock(lock=False)
    assert desktop_sight(ada, CODE, "control-room", now=utc_now()).role == "operator"


def test_who_did_not_start_it_does_not_close_it(ada, bela, lena):
    make_desktop(ada)
    with pytest.raises(NotAllowed, match="Only who started it"):
        close_desktop(**WHERE, reason="", by=bela, now=utc_now())
    assert close_desktop(**WHERE, reason="", by=lena, now=utc_now()).reason == "Lena Tester closed it."
    with pytest.raises(Conflict):
        close_desktop(**WHERE, reason="", by=lena, now=utc_now())


def test_what_is_not_there_is_not_found(ada):
    with pytest.raises(NotFound):
        desktop_runs(code="d-none", now=utc_now())
    with pytest.raises(NotFound, match="no desktop 'control-room' open"):
        desktop_sight(ada, CODE, "control-room", now=utc_now())


def test_the_page_shows_what_runs_and_what_could_be_started(ada, olga, rolf):
    make_desktop(ada)
    for person in (ada, olga):
        page = desktop_page(person, CODE, now=utc_now())
        assert [d.title for d in page.desktops] == ["Control room"]
        assert page.offered == (Named(username="microscope", full_name="Microscope PC"),)
    with pytest.raises(NotFound):
        desktop_page(rolf, CODE, now=utc_now())


def test_what_the_facility_offers_no_more_is_still_shown(ada):
    make_desktop(ada)
    offer(PC)
    assert [d.name for d in desktop_page(ada, CODE, now=utc_now()).desktops] == ["control-room"]
    assert not desktop_sight(ada, CODE, "control-room", now=utc_now()).clipboard.lets_in


def test_staff_alone_have_a_wall(session, ada, lena, rolf):
    make_desktop(ada)
    walls = {person.username: len(desktop_wall(person, now=utc_now())) for person in (ada, lena, rolf)}
    assert walls == {"ada": 0, "lena": 1, "rolf": 0}


def test_the_mark_of_a_wall_changes_with_what_its_owner_sees(session, ada, lena, rolf):
    def marks():
        return [wall_mark(person, now=utc_now()) for person in (ada, lena, rolf)]

    before = marks()
    row = make_desktop(ada)
    opened = marks()
    begin_view(desktop=row, person=ada, code="c-1", now=utc_now())
    watched = marks()
    end_desktop(code=row.code, now=utc_now())
    assert [[a == b for a, b in zip(before, later, strict=True)] for later in (opened, watched, marks())] == [
        [True, False, True],
        [True, False, True],
        [True, True, True],
    ]
    assert opened[1] != watched[1]


def test_news_that_are_not_about_desktops_cost_one_query(ada, lena, django_assert_num_queries):
    make_desktop(ada)
    look = WallLook()
    first = look(lena)
    with django_assert_num_queries(1):
        assert look(lena) == first
    start_desktop(session=CODE, name="microscope", by=ada, now=utc_now())
    assert look(lena) != first


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number(session, ada, number, django_assert_num_queries):
    more = [type(ROOM)(code=f"room-{n}", name=f"Room {n}") for n in range(number)]
    offer(*more)
    for one in more:
        row = make_desktop(ada, name=one.code)
        begin_view(desktop=row, person=ada, code=f"v-{one.code}", now=utc_now())
    with django_assert_num_queries(16):
        desktop_page(ada, CODE, now=utc_now())


def test_everybody_sees_who_looks(session, ada, olga):
    row = make_desktop(ada)
    now = utc_now()
    for person, code in ((ada, "c-1"), (ada, "c-2"), (olga, "c-3")):
        begin_view(desktop=row, person=person, code=code, now=now)
    stay(["c-3"], now=now)
    sight = desktop_sight(ada, CODE, "control-room", now=now)
    assert [one.username for one in sight.desktop.viewers] == ["ada", "olga"]
    assert [one.username for one in sight.others] == ["olga"]
    for code in ("c-1", "c-2", "c-3"):
        end_view(desktop=row, code=code, now=now)
    told = [tuple(e.body["watching"]) for e in entries_after(CODE, 0, limit=100) if e.kind == "desktop-viewers-changed"]
    assert told == [("Ada Tester",), ("Ada Tester", "Olga Tester"), ("Olga Tester",), ()]
    assert newest_of(session.pk, "microscope") is None
