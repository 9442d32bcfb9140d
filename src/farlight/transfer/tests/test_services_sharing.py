import json

import pytest
import responses
from django_tasks_db.models import DBTaskResult

from farlight.beamtime.events import SessionScheduled, SessionStateChanged, TeamChanged
from farlight.beamtime.public import remove_team_member, set_team_member
from farlight.beamtime.types import TeamRole
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.transfer.handlers import follow_session, follow_team, share_with_globus
from farlight.transfer.models import GlobusShare
from farlight.transfer.queries import globus_page
from farlight.transfer.services.policy import define_transfer
from farlight.transfer.services.queueing import step_with_globus
from farlight.transfer.types import GlobusDefinition, TransferDefinition

GROUP, COLLECTION, APPLICATION = (f"{n}0000000-0000-4000-8000-000000000000" for n in "123")
IDENTITIES = {
    f"{name}@facility.org": f"{n}1111111-0000-4000-8000-000000000000" for n, name in enumerate(("ada", "bo"), 4)
}


class FakeGlobus:
    """Globus, as its interface answers: what is asked of it is kept."""

    def __init__(self, web):
        self.web, self.members, self.asked = web, set(), []
        web.post("https://auth.globus.org/v2/oauth2/token", json=TOKEN)
        web.add_callback("GET", "https://auth.globus.org/v2/api/identities", self.identities)
        web.add_callback("POST", "https://groups.api.globus.org/v2/groups", self.made({"id": GROUP}))
        web.add_callback("GET", f"https://groups.api.globus.org/v2/groups/{GROUP}", self.group)
        web.add_callback("POST", f"https://groups.api.globus.org/v2/groups/{GROUP}", self.change)
        made = {
            "DATA_TYPE": "result#1.0.0",
            "code": "success",
            "data": [{"DATA_TYPE": "collection#1.0.0", "id": COLLECTION}],
        }
        web.add_callback("POST", "https://gcs.facility.org/api/collections", self.made(made))
        rules = f"https://transfer.api.globus.org/v0.10/endpoint/{COLLECTION}/access"
        web.add_callback("POST", rules, self.made({"code": "Created"}))

    def made(self, answer):
        def make(request):
            self.asked.append(json.loads(request.body))
            return 201, {"Content-Type": "application/json"}, json.dumps(answer)

        return make

    def identities(self, request):
        found = [{"id": IDENTITIES[name], "username": name} for name in request.params["usernames"].split(",")]
        return 200, {"Content-Type": "application/json"}, json.dumps({"identities": found})

    def group(self, _request):
        listed = [{"identity_id": one, "role": "member"} for one in self.members]
        listed.append({"identity_id": APPLICATION, "role": "admin"})
        return 200, {"Content-Type": "application/json"}, json.dumps({"id": GROUP, "memberships": listed})

    def change(self, request):
        asked = json.loads(request.body)
        self.members |= {one["identity_id"] for one in asked.get("add", [])}
        self.members -= {one["identity_id"] for one in asked.get("remove", [])}
        return 200, {"Content-Type": "application/json"}, "{}"


TOKEN = {
    "access_token": "t",
    "expires_in": 3600,
    "token_type": "Bearer",
    "resource_server": "r",
    "scope": "s",
    "other_tokens": [],
}


@pytest.fixture
def globus(settings):
    settings.FARLIGHT_GLOBUS_SECRET = "secret"
    with responses.RequestsMock(assert_all_requests_are_fired=False) as web:
        yield FakeGlobus(web)


@pytest.fixture
def on(db):
    definition = GlobusDefinition(
        client_id=APPLICATION,
        gcs_address="gcs.facility.org",
        mapped_collection=COLLECTION,
        identity_domain="facility.org",
    )
    define_transfer(definition=TransferDefinition(globus=definition))


def test_a_session_gets_one_collection_and_one_group_that_follows_its_team(globus, on, session):
    assert globus_page(session.code) == ""
    assert step_with_globus.func(session.code) == "1 added, 0 removed"
    assert globus.members == {IDENTITIES["ada@facility.org"]}
    group, collection, rule = globus.asked
    assert group["name"] == f"Farlight {session.code}"
    assert collection["collection_base_path"].endswith(f"/{session.code}/")
    assert (rule["principal_type"], rule["principal"], rule["permissions"]) == ("group", GROUP, "r")
    assert globus_page(session.code) == f"https://app.globus.org/file-manager?origin_id={COLLECTION}"
    bo = make_person("bo")
    set_team_member(session=session, person=bo, role=TeamRole.OBSERVER)
    assert step_with_globus.func(session.code) == "1 added, 0 removed"
    assert globus.members == set(IDENTITIES.values())
    remove_team_member(session=session, person=bo)
    assert step_with_globus.func(session.code) == "0 added, 1 removed"
    assert step_with_globus.func(session.code) == "0 added, 0 removed"
    assert (globus.members, len(globus.asked)) == ({IDENTITIES["ada@facility.org"]}, 3)


def test_what_globus_objects_to_is_kept_and_tried_again(globus, on, session):
    globus.web.replace(
        "POST", "https://gcs.facility.org/api/collections", status=403, json={"message": "No such right"}
    )
    assert step_with_globus.func(session.code).startswith("Globus answers 403")
    row = GlobusShare.objects.get()
    assert (row.group, row.collection, row.trouble[:18]) == (GROUP, "", "Globus answers 403")
    assert row.checked_at <= utc_now()


def test_without_globus_nobody_is_asked(session, globus, django_capture_on_commit_callbacks):
    assert step_with_globus.func(session.code) == "Globus is off"
    assert (GlobusShare.objects.count(), globus.asked) == (0, [])
    with django_capture_on_commit_callbacks() as callbacks:
        follow_team(TeamChanged(session=session.code, person="ada", role="member"))
    assert callbacks == []


def test_a_change_of_the_team_is_told_to_globus(on, session, django_capture_on_commit_callbacks):
    changed = TeamChanged(session=session.code, person="ada", role="member")
    moved = SessionStateChanged(session=session.code, old="ready", new="running")
    scheduled = SessionScheduled(
        session=session.code, proposal="mx1", beamline="sim1", start="", end="", access_mode="remote"
    )
    with django_capture_on_commit_callbacks(execute=True):
        follow_team(changed)
        follow_session(moved)
        share_with_globus(scheduled)
    assert [job.args_kwargs["args"] for job in DBTaskResult.objects.all()] == [[session.code]] * 3
