import pytest

from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import Action, TeamRole
from farlight.kernel.errors import NotAllowed, NotFound
from farlight.people.tests.factories import make_person
from farlight.samples.public import sample_for, samples_of_session
from farlight.samples.tests.factories import make_sample

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    return make_session(ada)


def test_samples_are_those_of_the_sessions_proposal(ada, session):
    own = make_sample()
    other = make_session(ada, "mx9999", beamline="sim2")
    foreign = make_sample("mx9999", "foreign")
    assert [s.name for s in samples_of_session(ada, session.code)] == ["crystal 1"]
    assert sample_for(ada, session.code, own.code, Action.QUEUE).name == "crystal 1"
    with pytest.raises(NotFound, match="has no sample"):
        sample_for(ada, session.code, foreign.code)
    assert sample_for(ada, other.code, foreign.code).name == "foreign"


def test_an_observer_sees_samples_and_may_not_measure_them(session):
    sample, observer = make_sample(), make_person("observer")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    assert len(samples_of_session(observer, session.code)) == 1
    with pytest.raises(NotAllowed, match="ask for data collections"):
        sample_for(observer, session.code, sample.code, Action.QUEUE)


def test_a_rival_finds_neither_session_nor_sample(session):
    sample, rival = make_sample(), make_person("rival")
    for act in (lambda: samples_of_session(rival, session.code), lambda: sample_for(rival, session.code, sample.code)):
        with pytest.raises(NotFound, match="There is nothing here"):
            act()


def test_samples_by_rest(client, ada, session):
    sample = make_sample()
    client.force_login(ada, backend=BACKEND)
    assert client.get(f"/api/v1/sessions/{session.code}/samples").json() == [
        {
            "code": sample.code,
            "name": "crystal 1",
            "acronym": "lyso",
            "substance": "Substance lyso",
            "hazard": "green",
            "container": "",
            "container_position": None,
        }
    ]
