import pytest

from farlight.beamtime.public import session_summary
from farlight.bus.public import entries_after
from farlight.kernel.time import utc_now
from farlight.webcams import queries
from farlight.webcams.models import CameraView
from farlight.webcams.queries import STALE_AFTER, camera_wall
from farlight.webcams.services.viewing import KEPT_FOR, begin_view, end_view, stay

pytestmark = pytest.mark.django_db


def begin(session, person, code, now=None):
    seen = session_summary(session.code)
    begin_view(session=seen, camera="hutch", person=person, code=code, now=now or utc_now())


def end(session, code):
    end_view(session=session_summary(session.code), camera="hutch", code=code, now=utc_now())


def told(session):
    entries = entries_after(session.code, 0, limit=100)
    return [tuple(e.body["watching"]) for e in entries if e.kind == "camera-watchers-changed"]


def watching(person, session):
    return camera_wall(person, session.code, now=utc_now()).cameras[0].watching


def test_everybody_sees_who_looks_and_is_told_when_it_changes(session, ada, scientist):
    begin(session, ada, "v-1")
    begin(session, ada, "v-2")
    begin(session, scientist, "v-3")
    assert watching(ada, session) == ("Ada Tester", "Lena Tester")
    for code in ("v-1", "v-2", "v-3"):
        end(session, code)
    ada_and_lena = ("Ada Tester", "Lena Tester")
    assert told(session) == [("Ada Tester",), ada_and_lena, ("Lena Tester",), ()]


def test_who_died_without_a_word_is_forgotten(session, ada, scientist):
    now = utc_now()
    begin(session, ada, "v-1", now - KEPT_FOR * 2)
    begin(session, ada, "v-2", now - KEPT_FOR * 2)
    stay(["v-2"], now=now)
    begin(session, scientist, "v-3", now)
    assert sorted(CameraView.objects.values_list("code", flat=True)) == ["v-2", "v-3"]


def test_who_was_not_seen_for_long_or_only_before_the_clock_was_set_back_is_not_shown_until_seen(session, ada):
    now = utc_now()
    for code, seen_at in (("v-1", now - STALE_AFTER * 2), ("v-2", now + STALE_AFTER * 2)):
        begin(session, ada, code, seen_at)
    assert queries.watching(session.id, now=now) == {}
    stay(["v-1"], now=now)
    assert queries.watching(session.id, now=now) == {"hutch": (ada.full_name,)}


@pytest.mark.parametrize("number", [1, 3])
def test_the_wall_costs_the_same_for_any_number(session, ada, number, django_assert_num_queries):
    for count in range(number):
        begin(session, ada, f"v-{count}")
    with django_assert_num_queries(15):
        camera_wall(ada, session.code, now=utc_now())
