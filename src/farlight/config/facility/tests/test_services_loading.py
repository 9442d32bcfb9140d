from datetime import UTC, datetime, timedelta

import pytest

from farlight.beamlines.public import beamline
from farlight.beamtime.public import (
    follow_clock,
    remove_team_member,
    session_row,
    session_summary,
    set_team_member,
    team_of,
)
from farlight.beamtime.types import SessionState, TeamRole
from farlight.bus.models import LoggedEvent
from farlight.config.facility.loading import load_facility
from farlight.config.facility.packaged import demo_facility_file
from farlight.config.facility.reading import read_facility
from farlight.kernel.errors import Invalid
from farlight.people.models import Person
from farlight.people.public import person_named, roles_of
from farlight.safety.public import note_training, trainings_for
from farlight.samples.public import container_named, contents_of, profiles_due, sample_named, samples_of_proposal
from farlight.samples.types import Hazard

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    return read_facility(demo_facility_file())


def edited(tmp_path, *changes):
    text = demo_facility_file().read_text().replace("{folder}", str(demo_facility_file().parent))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "edited.toml"
    path.write_text(text)
    return read_facility(path)


def test_demo_becomes_a_facility(demo):
    load_facility(demo, now=NOW)
    states = {code: session_summary(code).state for code in ("mx1001-1", "mx1001-2", "mx2002-1")}
    assert states == {
        "mx1001-1": SessionState.ENDED,
        "mx1001-2": SessionState.RUNNING,
        "mx2002-1": SessionState.SCHEDULED,
    }
    assert [m.username for m in team_of(session_row("mx1001-2").pk)] == ["mira", "amir", "jon", "wei"]
    assert person_named("mira").check_password("light-from-afar")
    assert [str(g.role) + "@" + g.beamline for g in roles_of(person_named("lena"))] == [
        "local_contact@replay1",
        "local_contact@sim1",
    ]
    assert [(s.name, s.container_position) for s in samples_of_proposal("mx2002")] == [
        ("thaumatin-a", 1),
        ("thaumatin-b", 2),
        ("proteinase-k-a", 10),
    ]


def test_demo_shows_grids_in_boxes_in_pucks_and_what_waits_for_the_safety_group(demo):
    load_facility(demo, now=NOW)
    dewar = container_named("em3003", "DRY-12")
    found = contents_of([dewar.code])[dewar.code]
    (puck,) = (taken.container for taken in found.slots)
    (box,) = (taken.container for taken in puck.slots)
    assert (puck.name, box.name, [piece.sample_name for piece in box.specimens()]) == (
        "EMP-03",
        "GB-0117",
        ["apof-grid-1", "apof-grid-2", "iron-on-grid"],
    )
    assert [piece.hazard for piece in box.specimens()] == [Hazard.GREEN, Hazard.GREEN, None]
    assert [row.substance.acronym for row in profiles_due(person_named("sven"))] == ["FeSalt"]
    powder = sample_named("xp4004", "ceria-fine")
    assert (powder.paired_with.name, powder.technique, powder.schema_version) == ("empty quartz", "powder", 1)
    assert container_named("", "SIM1 changer").type.code == "isara"


def test_second_load_changes_nothing_and_publishes_nothing(demo):
    load_facility(demo, now=NOW)
    events = list(LoggedEvent.objects.values())
    people = list(Person.objects.values())
    load_facility(demo, now=NOW + timedelta(hours=3))
    assert list(LoggedEvent.objects.values()) == events
    assert list(Person.objects.values()) == people


def test_changes_of_the_file_are_followed(demo, tmp_path):
    load_facility(demo, now=NOW)
    before = LoggedEvent.objects.count()
    changed = edited(
        tmp_path,
        ('family_name = "Lindqvist"', 'family_name = "Lindkvist"'),
        ("max_rate_hz = 100.0", "max_rate_hz = 133.0"),
        ('members = ["jon", "wei", "amir"]', 'members = ["jon"]'),
    )
    load_facility(changed, now=NOW)
    assert [e.kind for e in LoggedEvent.objects.order_by("pk")[before:]] == [
        "beamline-defined",
        "person-corrected",
        "members-changed",
    ]
    assert (person_named("jon").full_name, beamline("sim1").detector.max_rate_hz) == ("Jon Lindkvist", 133.0)


def test_whoever_was_removed_from_a_team_does_not_come_back_with_the_next_load(demo):
    load_facility(demo, now=NOW)
    session = session_row("mx1001-2")
    remove_team_member(session=session, person=person_named("jon"))
    set_team_member(session=session, person=person_named("wei"), role=TeamRole.MEMBER)
    load_facility(demo, now=NOW)
    assert [(m.username, m.role.value) for m in team_of(session.pk)] == [
        ("mira", "leader"),
        ("amir", "member"),
        ("wei", "member"),
    ]


def test_refused_load_changes_nothing_and_tells_every_reason(tmp_path):
    late = edited(
        tmp_path,
        ('start = "now-7d4h"', 'start = "now-6d"'),
        ('start = "now+24h"', 'start = "now+2h"'),
        ('time_zone = "Europe/Paris"', 'time_zone = "Asia/Tokyo"'),
    )
    with pytest.raises(Invalid) as refused:
        load_facility(late, now=NOW)
    assert [o.message.split(": ", 1)[1] for o in refused.value.objections] == [
        "facility.time_zone: This installation runs in Europe/Paris.",
        "session[1]: The session ends before it starts.",
    ]
    assert not Person.objects.exists()
    assert not LoggedEvent.objects.exists()


def test_demo_is_refused_where_others_can_reach_it(demo, settings):
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(
        update={"web": settings.DEPLOYMENT.web.model_copy(update={"host": "192.0.2.1"})}
    )
    with pytest.raises(Invalid, match="A demo, whose password everybody knows"):
        load_facility(demo, now=NOW)


def test_demo_of_yesterday_moves_along_when_asked_to(demo):
    load_facility(demo, now=NOW)
    later = NOW + timedelta(hours=20)
    load_facility(demo, now=later)
    follow_clock(now=later)
    assert session_summary("mx1001-2").state is SessionState.ENDED
    load_facility(demo, now=later, follow_now=True)
    session = session_summary("mx1001-2")
    assert (session.state, session.start, session.end) == (
        SessionState.RUNNING,
        NOW - timedelta(hours=2),
        later + timedelta(hours=10),
    )
    assert session_summary("mx1001-1").end == NOW - timedelta(days=7)
    assert session_summary("mx2002-1").start == later + timedelta(hours=24)


def test_trainings_are_written_down_and_moved_along_only_by_a_demo_that_starts_anew(demo):
    load_facility(demo, now=NOW)
    note_training(person=person_named("jon"), training="radiation", until=NOW + timedelta(days=9), now=NOW)

    def of(login):
        person = person_named(login)
        found = trainings_for([person.pk], beamline_code="sim1", now=NOW, until=NOW)
        return [(one.training.code, one.until and (one.until - NOW).days) for one in found[person.pk]]

    later = NOW + timedelta(days=2)
    load_facility(demo, now=later)
    assert [of("mira"), of("jon"), of("wei")] == [
        [("radiation", 200), ("remote", 400)],
        [("radiation", 9), ("remote", 90)],
        [("radiation", None), ("remote", None)],
    ]
    load_facility(demo, now=later, follow_now=True)
    assert [of("mira"), of("jon")] == [[("radiation", 202), ("remote", 402)], [("radiation", -10), ("remote", 92)]]
