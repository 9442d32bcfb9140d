"""Who a request comes from: keys, the browser's login, and what ends them."""

from datetime import timedelta

import pytest
from django.test import Client

from farlight.beamtime.tests.factories import make_session
from farlight.kernel.time import utc_now
from farlight.people.models import ApiToken
from farlight.people.public import issue_token, lock_person, register_person, revoke_token
from farlight.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SESSIONS = "/api/v1/sessions"


@pytest.fixture
def ada():
    ada = make_person("ada")
    ada.set_password("correct horse battery")
    ada.save()
    return ada


def status_with(key, **headers):
    return Client().get(SESSIONS, headers={"Authorization": f"Bearer {key}", **headers}).status_code


def test_a_key_opens_until_it_is_over_revoked_or_its_owner_locked(ada):
    keys = [issue_token(person=ada, label=label, now=utc_now()) for label in ("good", "revoked")]
    over = issue_token(person=ada, label="over", now=utc_now() - timedelta(days=2), valid_for=timedelta(days=1))
    revoke_token(token=ApiToken.objects.get(label="revoked"), now=utc_now())
    assert [status_with(key) for key in (*keys, over, "", "far_nonsense")] == [200, 401, 401, 401, 401]
    lock_person(person=ada, reason="left")
    assert status_with(keys[0]) == 401


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer "])
def test_schemes_are_read_whatever_their_capitals(ada, scheme):
    key = issue_token(person=ada, label="x", now=utc_now())
    assert Client().get(SESSIONS, headers={"Authorization": f"{scheme} {key}"}).status_code == 200


def test_a_wrong_key_is_not_made_good_by_a_login(ada):
    client = Client()
    client.force_login(ada, backend=BACKEND)
    assert client.get(SESSIONS).status_code == 200
    assert client.get(SESSIONS, headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_refusal_is_a_problem_that_says_what_is_missing():
    answer = Client().get(SESSIONS)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_another_site_cannot_write_with_the_browsers_login(ada):
    session = make_session(ada)
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada, backend=BACKEND)
    url = f"{SESSIONS}/{session.code}/notes"
    refused = client.post(url, {"text": "x"}, content_type="application/json")
    assert (refused.status_code, client.get(url).json()["items"]) == (403, [])
    client.get(f"/sessions/{session.code}/")
    token = client.cookies["csrftoken"].value
    written = client.post(url, {"text": "x"}, content_type="application/json", headers={"X-CSRFToken": token})
    assert written.status_code == 201


def test_a_key_needs_no_cross_site_token(ada):
    session = make_session(ada)
    key = issue_token(person=ada, label="x", now=utc_now())
    answer = Client(enforce_csrf_checks=True).post(
        f"{SESSIONS}/{session.code}/notes",
        {"text": "x"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    assert answer.status_code == 201


PASSWORD = "correct horse battery"


def log_in(login, password=PASSWORD):
    client = Client()
    client.post("/accounts/login/", {"login": login, "password": password})
    return client.get(SESSIONS).status_code


def test_people_log_in_by_name_or_address(ada):
    assert [log_in(login) for login in ("ada", "ADA", "ada@example.org", "nobody")] == [200, 200, 200, 401]
    assert log_in("ada", "wrong password here") == 401


def test_a_locked_account_logs_in_no_more_and_is_logged_out(ada):
    client = Client()
    client.force_login(ada, backend=BACKEND)
    lock_person(person=ada, reason="left")
    assert (client.get(SESSIONS).status_code, log_in("ada")) == (401, 401)
    assert client.get("/sessions/").status_code == 302


def test_nobody_without_a_password_logs_in():
    register_person(username="ben", email="ben@example.org", given_name="B", family_name="B")
    assert [log_in("ben", password) for password in ("", "!", "None")] == [401, 401, 401]


def test_nobody_signs_up_by_themselves():
    Client().post(
        "/accounts/signup/",
        {"email": "x@example.org", "username": "x", "password1": "long enough it is", "password2": "long enough it is"},
    )
    assert log_in("x", "long enough it is") == 401


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_login_leads_to_this_site_only(ada, where):
    answer = Client().post("/accounts/login/", {"login": "ada", "password": "correct horse battery", "next": where})
    assert (answer.status_code, "evil" in answer["Location"], answer["Location"][:1]) == (302, False, "/")


@pytest.mark.parametrize("login", ["x" * 1_000_000, "nul\0byte", "\ud7ff", "a'; drop table people_person; --"])
def test_hostile_login_names_are_refused_like_any_other(login):
    assert log_in(login) == 401
