"""The page that says why one cannot, and the same by REST."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.kernel.time import utc_now
from farlight.leases.models import OpenChannel
from farlight.leases.public import open_channel
from farlight.leases.types import ChannelKind
from farlight.people.public import issue_token, person_named
from farlight.people.tests.factories import make_person

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(db):
    return make_session()


@pytest.fixture
def obi(session):
    person = make_person("obi")
    set_team_member(session=session, person=person, role=TeamRole.OBSERVER)
    return person


@pytest.fixture
def observer(client, obi):
    client.force_login(obi, backend=LOGIN)
    return client


@pytest.fixture
def leader(client, session):
    client.force_login(person_named("leader-mx2341"), backend=LOGIN)
    return client


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def ways(answer):
    return {li.strong.text: "can be opened" in li.text for li in soup(answer).select(".fl-lease > li")}


def opened(person, session, kind=ChannelKind.SFTP):
    return open_channel(person=person, session_code=session.code, kind=kind, now=utc_now())


def test_every_way_is_listed_with_what_stands_in_it(observer, session):
    answer = observer.get(f"/sessions/{session.code}/access/")
    assert ways(answer) == {
        "Remote desktop": True,
        "Remote control": False,
        "SSH": False,
        "SFTP": True,
        "Webcams": True,
        "Notebook": False,
        "Downloads": True,
    }
    page = soup(answer)
    assert "does not let you control the beamline" in page.select(".fl-lease-reasons")[0].text
    assert page.select(".fl-lease-reasons a")[0]["href"] == f"/sessions/{session.code}/"
    assert ("Nothing is open." in page.text, page.select(".fl-chips")) == (True, [])


def test_what_can_be_opened_leads_to_where_it_is(observer, leader, session, obi):
    observer.force_login(obi, backend=LOGIN)
    page = soup(observer.get(f"/sessions/{session.code}/access/"))
    assert [a["href"] for a in page.select("a.fl-lease-door")] == [
        f"/sessions/{session.code}/{place}/" for place in ("desktops", "take", "cameras", "files")
    ]
    leader.force_login(person_named("leader-mx2341"), backend=LOGIN)
    doors = soup(leader.get(f"/sessions/{session.code}/access/")).select("a.fl-lease-door")
    assert [a.text for a in doors] == [
        *("Desktops: Remote desktop", "Queue: Remote control", "Keys: SSH", "How: SFTP"),
        *("Cameras: Webcams", "Notebook: Notebook", "Files: Downloads"),
    ]
    assert [leader.get(a["href"]).status_code for a in doors] == [200] * len(doors)
    of_obi = soup(leader.get(f"/sessions/{session.code}/access/?person=obi"))
    assert of_obi.select("a.fl-lease-door") == [], "what is somebody else's is not opened from here"


def test_who_keeps_the_team_sees_and_closes_everybodys(leader, session, obi):
    channel = opened(obi, session)
    page = soup(leader.get(f"/sessions/{session.code}/access/"))
    assert [a.text for a in page.select(".fl-chips a")] == ["You", "Obi Tester"]
    assert "Obi Tester · since" in " ".join(page.select_one("#channels").text.split())
    answer = leader.post(f"/sessions/{session.code}/access/close/", {"channel": channel.code}, follow=True)
    assert ("Closed: SFTP of Obi Tester." in soup(answer).text, OpenChannel.objects.get().ending) == (True, "closed")


def test_what_another_can_open_is_asked_for_those_in_the_team(leader, observer, session, obi):
    leader.force_login(person_named("leader-mx2341"), backend=LOGIN)
    answer = leader.get(f"/sessions/{session.code}/access/?person=obi")
    assert (soup(answer).h1.text, ways(answer)["Remote control"]) == ("What Obi Tester can open", False)
    make_person("outsider")
    for name in ("outsider", "nobody"):
        assert leader.get(f"/sessions/{session.code}/access/?person={name}").status_code == 404
    leader.force_login(obi, backend=LOGIN)
    assert leader.get(f"/sessions/{session.code}/access/?person=leader-mx2341").status_code == 404


def test_one_does_not_see_or_close_anothers(observer, session):
    channel = opened(person_named("leader-mx2341"), session)
    page = soup(observer.get(f"/sessions/{session.code}/access/", headers={"HX-Request": "true"}))
    assert (page.html, page.select_one("#channels") is not None, "SFTP of" in page.text) == (None, True, False)
    answers = [
        observer.post(f"/sessions/{session.code}/access/close/", {"channel": code}, follow=True)
        for code in (channel.code, "c-nothing")
    ]
    assert ["That is not open any more, or not yours to close." in soup(one).text for one in answers] == [True, True]
    assert observer.delete(f"/api/v1/sessions/{session.code}/channels/{channel.code}").status_code in {403, 404}
    assert OpenChannel.objects.get().closed_at is None


def test_for_strangers_there_is_nothing(client, session):
    client.force_login(make_person("eve"), backend=LOGIN)
    root = f"/sessions/{session.code}"
    answers = [client.get(f"{root}/access/"), client.post(f"{root}/access/close/", {"channel": "c-x"})]
    answers += [client.get(f"/api/v1{root}/lease"), client.get(f"/api/v1{root}/channels")]
    assert [answer.status_code for answer in answers] == [404] * 4


def test_programs_ask_list_and_close(client, session, obi):
    headers = {"Authorization": f"Bearer {issue_token(person=obi, label='x', now=utc_now())}"}
    root = f"/api/v1/sessions/{session.code}"
    lease = client.get(f"{root}/lease", headers=headers).json()
    told = {one["kind"]: (one["allowed"], len(one["reasons"])) for one in lease["channels"]}
    assert (lease["session"], lease["person"], told["sftp"], told["ssh"]) == (
        session.code,
        "obi",
        (True, 0),
        (False, 1),
    )
    channel = opened(obi, session)
    (listed,) = client.get(f"{root}/channels", headers=headers).json()
    assert (listed["code"], listed["kind"], listed["username"], listed["closed_at"]) == (
        channel.code,
        "sftp",
        "obi",
        None,
    )
    assert client.delete(f"{root}/channels/{channel.code}", headers=headers).status_code == 204
    assert client.get(f"{root}/channels", headers=headers).json() == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number(leader, session, obi, rows):
    for _ in range(rows):
        opened(obi, session)
    with CaptureQueriesContext(connection) as queries:
        leader.get(f"/sessions/{session.code}/access/")
    assert len(queries) <= 38
