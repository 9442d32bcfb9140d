"""What a passport's parts are good for, and for how long: no longer, and nowhere else."""

from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Token
from django.test import Client

from farlight.kernel.time import utc_now
from farlight.passports.models import KeptValue
from farlight.passports.tests.factories import Program
from farlight.people.public import issue_token

pytestmark = pytest.mark.django_db
MINUTE, SHIFT = timedelta(seconds=60), timedelta(hours=12)


def test_a_code_lives_for_a_minute_at_most(hub, browser):
    program, now = Program(), utc_now()
    code = program.code_in(browser.get(program.way_in()))
    kept = KeptValue.objects.filter(cache_key__contains="authorization_code")
    assert kept.get().expires - now <= MINUTE + timedelta(seconds=2)
    kept.update(expires=now - timedelta(seconds=1))
    late = program.exchange(code)
    assert (late.status_code, late.json(), Token.objects.count()) == (400, {"error": "invalid_grant"}, 0)


def test_a_refresh_token_ends_with_the_shift(hub, browser):
    program, now = Program(), utc_now()
    given, _ = program.sign_on(browser)
    lasting = Token.objects.get(type=Token.Type.REFRESH_TOKEN)
    assert SHIFT - MINUTE < lasting.expires_at - now <= SHIFT + MINUTE
    Token.objects.filter(pk=lasting.pk).update(expires_at=now - timedelta(seconds=1))
    assert program.refresh(given["refresh_token"]).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize("kind", ["token", "id_token", "code+token", "code+id_token", "none", ""])
def test_nothing_but_a_code_comes_back_by_the_browser(hub, browser, kind):
    way_in = Program().way_in().replace("response_type=code", f"response_type={kind}")
    answer = browser.get(way_in)
    where = answer.headers.get("Location", "")
    assert (answer.status_code in {302, 400}, Token.objects.count()) == (True, 0)
    assert [word for word in ("code=", "access_token=", "id_token=") if word in where] == []


def test_each_kind_of_token_opens_its_own_door_alone(hub, browser, ada):
    program = Program()
    given, _ = program.sign_on(browser)
    own = issue_token(person=ada, label="own", now=utc_now())
    asked = [Client().get("/api/v1/sessions", headers={"Authorization": f"Bearer {key}"}) for key in given.values()]
    assert {answer.status_code for answer in asked} == {401}
    doors = [program.about(key).status_code for key in (given["access_token"], given["refresh_token"], own)]
    assert doors == [200, 401, 401]


def test_a_token_with_one_sign_changed_is_nobodys(hub, browser):
    program = Program()
    given, _ = program.sign_on(browser)
    right = given["access_token"]
    forged = [right[:-1] + ("a" if right[-1] != "a" else "b"), right + "a", right[:-1], right.swapcase()]
    assert [program.about(one).status_code for one in (*forged, right)] == [401, 401, 401, 401, 200]
