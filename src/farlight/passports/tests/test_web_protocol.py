"""A program signs people on through Farlight: discovery, code flow, refresh, and what thieves try."""

from base64 import b64encode
from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Token
from django.test import Client

from farlight.audit.public import records
from farlight.audit.types import AuditKind
from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import all_entries
from farlight.kernel.time import utc_now
from farlight.passports.domain.proofs import MFA, SFA
from farlight.passports.handlers import end_those_of_locked, end_those_of_lost_factors, end_those_of_old_password
from farlight.passports.models import Passport
from farlight.passports.tests.conftest import LOGIN
from farlight.passports.tests.factories import BACK, SECRETS, SITE, Program, a_service, declare, error_in, fields_of
from farlight.passports.types import ServiceScope
from farlight.people.events import FactorsReset, PasswordChanged, PersonLocked
from farlight.people.public import lock_person
from farlight.people.tests.factories import make_person, show_codes

pytestmark = pytest.mark.django_db


def acts(kind):
    return [(r.by, r.about, r.details["service"]) for r in records().items if r.kind is kind]


def test_what_is_discovered_is_what_is_there(hub):
    program = Program()
    paths = [address for name, address in program.known.items() if name.endswith(("_endpoint", "_uri"))]
    codes = [Client().get(path.removeprefix(SITE)).status_code for path in paths]
    assert (program.known["issuer"], sorted(codes)) == (SITE, [200, 302, 302, 401, 405, 405])
    assert program.known["code_challenge_methods_supported"] == ["S256"]


def test_a_program_learns_who_somebody_is_and_how_they_signed_on(hub, browser, ada):
    make_session(ada, "mx1001")
    program = Program()
    given, told = program.sign_on(browser)
    about = program.about(given["access_token"]).json()
    assert about == {
        "sub": str(ada.pk),
        "name": "Ada Tester",
        "given_name": "Ada",
        "family_name": "Tester",
        "preferred_username": "ada",
        "email": "ada@example.org",
        "email_verified": True,
        "roles": ["data_manager", "operator"],
        "sessions": [{"code": "mx1001-1", "beamline": "sim1", "end": about["sessions"][0]["end"]}],
        "groups": ["data_manager", "operator", "session:mx1001-1"],
    }
    ada.refresh_from_db()
    assert (told["sub"], told["acr"], told["auth_time"]) == (str(ada.pk), SFA, int(ada.last_login.timestamp()))
    assert (acts(AuditKind.PASSPORT_ISSUED), given["token_type"]) == ([("ada", "hub", "hub")], "Bearer")
    assert [e.body for e in all_entries("") if e.kind == "passport-issued"] == [{"person": "ada", "service": "hub"}]


@pytest.mark.parametrize(
    ("scope", "claims"), [("openid", {"sub"}), ("openid email", {"sub", "email", "email_verified"})]
)
def test_a_program_learns_no_more_than_it_asked_for(hub, browser, scope, claims):
    program = Program()
    given, _ = program.sign_on(browser, scope=scope)
    assert set(program.about(given["access_token"]).json()) == claims


def test_a_program_may_not_ask_for_what_the_facility_does_not_let_it(browser, ada):
    declare(a_service(scopes=(ServiceScope.OPENID,)))
    assert error_in(browser.get(Program().way_in())) == ["invalid_scope"]
    assert not Passport.objects.exists()


def test_strangers_log_in_first_and_come_back(hub, client):
    answer = client.get(Program().way_in())
    assert (answer.status_code, answer["Location"].startswith("/accounts/login/?next=/identity/authorize")) == (
        302,
        True,
    )


def test_people_are_asked_unless_the_program_is_trusted(browser):
    declare(a_service(is_trusted=False))
    program = Program()
    page = browser.get(program.way_in())
    text = page.content.decode()
    assert ("Sign on to Hub" in text, "your e-mail address" in text) == (True, True)
    assert "form-action 'self' https://hub.example.org" in page["Content-Security-Policy"]
    answer = browser.post("/identity/authorize", fields_of(page) | {"action": "grant"})
    assert program.exchange(program.code_in(answer)).status_code == 200
    refused = browser.post("/identity/authorize", fields_of(browser.get(program.way_in())) | {"action": "cancel"})
    assert (error_in(refused), Passport.objects.count()) == (["access_denied"], 1)


def test_no_other_site_says_yes_for_somebody(browser, ada):
    declare(a_service(is_trusted=False))
    fields = fields_of(browser.get(Program().way_in()))
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(ada, backend=LOGIN)
    fields.pop("csrfmiddlewaretoken")
    assert careful.post("/identity/authorize", fields | {"action": "grant"}).status_code == 403


def test_nobody_is_asked_silently_what_they_never_allowed(browser):
    declare(a_service(is_trusted=False), a_service("wiki", is_trusted=False))
    hub, wiki = Program(), Program("wiki")
    answer = browser.post("/identity/authorize", fields_of(browser.get(hub.way_in())) | {"action": "grant"})
    hub.exchange(hub.code_in(answer))
    assert hub.code_in(browser.get(hub.way_in(prompt="none")))
    assert error_in(browser.get(wiki.way_in(prompt="none"))) == ["consent_required"]
    assert error_in(Client().get(wiki.way_in(prompt="none"))) == ["login_required"]


@pytest.mark.parametrize(
    "back", ["https://thief.example.org/", BACK + "/..", BACK + "x", "http://hub.example.org/hub/oauth_callback"]
)
def test_a_code_goes_nowhere_but_where_the_facility_said(hub, browser, back):
    answer = browser.get(Program(back=back).way_in())
    assert (answer.status_code, "Location" in answer, Passport.objects.exists()) == (400, False, False)
    assert "goes wrong" in answer.content.decode()
    assert acts(AuditKind.PASSPORT_REFUSED) == [("", back, "hub")]


def test_a_program_on_somebodys_own_machine_comes_back_to_any_port_there_if_it_is_public(browser):
    near = "http://127.0.0.1:8000/back"
    declare(a_service(redirect_uris=(near,)), a_service("app", is_public=True, is_trusted=False, redirect_uris=(near,)))
    other = near.replace("8000", "8001")
    calls = ((code, uri) for code in ("hub", "app") for uri in (near, other, near + "x"))
    question = {"response_type": "code", "scope": "openid", "code_challenge": "x" * 43, "code_challenge_method": "S256"}
    answers = [
        browser.get("/identity/authorize", question | {"client_id": code, "redirect_uri": uri}).status_code
        for code, uri in calls
    ]
    assert answers == [302, 400, 400, 200, 200, 400]


def test_a_program_that_is_not_declared_gets_nothing(hub, browser):
    assert browser.get(Program("other").way_in()).status_code == 400


@pytest.mark.parametrize("way", [{"code_challenge_method": "plain"}, {"code_challenge_method": ""}])
def test_a_challenge_that_protects_nothing_is_refused(hub, browser, way):
    address = (
        Program()
        .way_in()
        .replace("code_challenge_method=S256", f"code_challenge_method={way['code_challenge_method']}")
    )
    assert browser.get(address).status_code == 400


def test_a_program_with_a_secret_needs_a_challenge_too_unless_the_facility_lets_an_old_one_in(hub, browser):
    bare, asked = Program().way_in().split("&code_challenge=")[0], acts(AuditKind.PASSPORT_REFUSED)
    for path in (bare, f"{bare}&prompt=none"):
        answer = browser.get(path)
        assert (error_in(answer), answer["Location"].startswith(BACK)) == (["invalid_request"], True)
    assert browser.post(bare).status_code == 302  # leads to the same question by GET
    assert (Passport.objects.exists(), asked) == (False, [])
    thief = Program(back="https://thief.example.org/").way_in().split("&code_challenge=")[0]
    assert (browser.get(thief).status_code, Passport.objects.exists()) == (400, False)
    declare(a_service(needs_pkce=False))
    program = Program()
    code = program.code_in(browser.get(program.way_in().split("&code_challenge=")[0]))
    assert program.exchange(code, code_verifier="").status_code == 200


def test_a_public_program_needs_a_challenge_and_no_secret(browser):
    declare(a_service("app", is_public=True, is_trusted=False, redirect_uris=("https://app.example.org/back",)))
    program = Program("app", back="https://app.example.org/back")
    bare = program.way_in().split("&code_challenge=")[0]
    assert error_in(browser.get(bare)) == ["invalid_request"]
    answer = browser.post("/identity/authorize", fields_of(browser.get(program.way_in())) | {"action": "grant"})
    code = program.code_in(answer)
    assert program.exchange(code, code_verifier="x" * 64).status_code == 400
    assert program.exchange(code).status_code == 200


def test_a_code_shown_twice_ends_what_it_opened(hub, browser):
    program = Program()
    code = program.code_in(browser.get(program.way_in()))
    given = program.exchange(code).json()
    again = program.exchange(code)
    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})
    assert (program.about(given["access_token"]).status_code, Token.objects.count()) == (401, 0)
    assert program.refresh(given["refresh_token"]).json() == {"error": "invalid_grant"}
    assert acts(AuditKind.PASSPORT_ENDED) == [("", "ada", "hub")]


@pytest.mark.parametrize(
    "changes",
    [
        {"client_secret": "wrong"},
        {"client_secret": ""},
        {"code_verifier": "y" * 64},
        {"redirect_uri": "https://x.example/"},
    ],
)
def test_a_stolen_code_alone_opens_nothing(hub, browser, changes):
    program = Program()
    code = program.code_in(browser.get(program.way_in()))
    assert program.exchange(code, **changes).status_code in {400, 401}
    assert not Token.objects.exists()
    assert len(acts(AuditKind.PASSPORT_REFUSED)) == 1


def test_the_secret_of_another_program_opens_nothing(browser):
    declare(a_service(), a_service("wiki"))
    hub, wiki = Program(), Program("wiki")
    code = hub.code_in(browser.get(hub.way_in()))
    wiki.verifier = hub.verifier
    assert (wiki.exchange(code).json(), wiki.exchange(code, client_id="hub").status_code) == (
        {"error": "invalid_grant"},
        401,
    )
    given = hub.exchange(code).json()
    assert wiki.refresh(given["refresh_token"]).json() == {"error": "invalid_grant"}
    assert hub.about(given["access_token"]).status_code == 200


def test_a_service_cannot_name_another_while_it_proves_to_be_itself(browser):
    declare(a_service(), a_service("wiki"))
    hub = Program()
    code = hub.code_in(browser.get(hub.way_in()))
    body = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": hub.verifier}
    basic = b64encode(f"wiki:{SECRETS['wiki']}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}"}
    tried = [
        Client().post("/identity/token", body | named, headers=headers).status_code
        for named in ({"client_id": "hub"}, {})
    ]
    assert (tried, Token.objects.exists()) == ([401, 400], False)
    basic = b64encode(f"hub:{SECRETS['hub']}".encode()).decode()
    assert Client().post("/identity/token", body, headers={"Authorization": f"Basic {basic}"}).status_code == 200


def test_a_token_that_is_given_back_ends_all_that_came_with_it(hub, browser):
    program = Program()
    given, _ = program.sign_on(browser)
    wrong = {"client_id": "hub", "client_secret": "wrong", "token": given["refresh_token"]}
    assert Client().post("/identity/revoke", wrong).status_code == 401
    assert program.about(given["access_token"]).status_code == 200
    right = wrong | {"client_secret": program.secret}
    assert [Client().post("/identity/revoke", right | one).status_code for one in ({}, {"token": "x"})] == [200, 200]
    assert (program.about(given["access_token"]).status_code, Token.objects.exists()) == (401, False)


def test_other_ways_to_a_token_are_closed(hub):
    for way in ("client_credentials", "password", "urn:ietf:params:oauth:grant-type:device_code", ""):
        body = {"grant_type": way, "client_id": "hub", "client_secret": SECRETS["hub"]}
        assert Client().post("/identity/token", body).json() == {"error": "unsupported_grant_type"}
    assert [Client().get(f"/identity/{path}").status_code for path in ("device", "clients", "introspect")] == [404] * 3


def test_what_ends_an_account_ends_its_passports(hub, browser, ada):
    Program().sign_on(browser)
    end_those_of_old_password(PasswordChanged(person="ada", code="c"))
    program = Program()
    given, _ = program.sign_on(browser)
    end_those_of_lost_factors(FactorsReset(person="ada", code="c"))
    end_those_of_locked(PersonLocked(person="nobody", reason="x"))
    assert program.about(given["access_token"]).status_code == 401
    told = [e.body["why"] for e in all_entries("") if e.kind == "passport-ended"]
    assert told == ["the password was changed", "the second factors were taken away"]


def test_a_refresh_token_counts_once_and_a_stolen_one_ends_all(hub, browser):
    program = Program()
    first, told = program.sign_on(browser)
    second = program.refresh(first["refresh_token"]).json()
    anew = program.believed(second["id_token"]) if "id_token" in second else told
    assert (anew["auth_time"], anew["acr"]) == (told["auth_time"], told["acr"])
    assert program.about(second["access_token"]).status_code == 200
    assert program.refresh(first["refresh_token"]).json() == {"error": "invalid_grant"}
    assert [program.about(one["access_token"]).status_code for one in (first, second)] == [401, 401]
    assert program.refresh(second["refresh_token"]).json() == {"error": "invalid_grant"}


def test_tokens_of_a_locked_account_die_at_once(hub, browser, ada):
    program = Program()
    given, _ = program.sign_on(browser)
    code = program.code_in(browser.get(program.way_in()))
    lock_person(person=ada, reason="left")
    answers = [
        program.about(given["access_token"]).status_code,
        program.refresh(given["refresh_token"]).status_code,
        program.exchange(code).status_code,
    ]
    assert answers == [401, 400, 400]


def test_a_second_factor_is_told_and_can_be_asked_for(hub, client, ada):
    code = show_codes(ada)
    ada.set_password("correct horse battery")
    ada.save()
    program = Program()
    client.post("/accounts/login/", {"login": "ada", "password": "correct horse battery"})
    client.post("/accounts/second-step/", {"code": code()})
    _, told = program.sign_on(client)
    assert (told["acr"], told["amr"]) == (MFA, ["mfa", "otp", "pwd"])


def test_who_gave_no_factor_is_asked_when_the_program_wants_one(hub, browser, ada):
    wanted = {"acr_values": MFA}
    _, told = Program().sign_on(browser, **wanted)
    assert told["acr"] == SFA
    show_codes(ada)
    answer = browser.get(Program().way_in(**wanted))
    assert answer["Location"].startswith("/account/confirm/?next=%2Fidentity%2Fauthorize")


def test_a_program_may_ask_to_prove_it_again(hub, browser, ada):
    answer = browser.get(Program().way_in(prompt="login"))
    assert (answer["Location"].startswith("/account/confirm/"), "prompt" in answer["Location"]) == (True, False)
    ada.last_login = utc_now() - timedelta(hours=2)
    ada.save()
    assert browser.get(Program().way_in(max_age="3600"))["Location"].startswith("/account/confirm/")


def test_signing_out_there_ends_what_the_program_holds(browser, ada):
    declare(a_service(logout_uris=("https://hub.example.org/bye",)))
    program = Program()
    given, _ = program.sign_on(browser)
    there = {
        "id_token_hint": given["id_token"],
        "post_logout_redirect_uri": "https://hub.example.org/bye",
        "state": "s",
    }
    page = browser.get("/identity/logout", there)
    assert "Sign out of Farlight too?" in page.content.decode()
    answer = browser.post("/identity/logout", fields_of(page) | {"action": "logout"})
    assert (answer.status_code, answer["Location"]) == (302, "https://hub.example.org/bye?state=s")
    assert (program.about(given["access_token"]).status_code, browser.get("/sessions/").status_code) == (401, 302)


def test_signing_out_goes_on_to_no_other_address(browser, ada):
    declare(a_service())
    given, _ = Program().sign_on(browser)
    there = {"id_token_hint": given["id_token"], "post_logout_redirect_uri": "https://thief.example.org/"}
    page = browser.get("/identity/logout", there)
    answer = (
        browser.post("/identity/logout", fields_of(page) | {"action": "logout"}) if page.status_code == 200 else page
    )
    assert "thief" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("path", ["email/", "signup/", "confirm-email/", "login/code/confirm/", "3rdparty/"])
def test_pages_of_the_library_that_the_house_does_not_have_are_closed(browser, path):
    assert browser.get(f"/accounts/{path}").status_code == 404


def test_what_a_program_holds_is_listed_and_ended_by_its_owner_alone(hub, browser, ada):
    program = Program()
    given, _ = program.sign_on(browser)
    code = Passport.objects.get().code
    assert "Hub" in browser.get("/account/programs/").content.decode()
    other = Client()
    other.force_login(make_person("ben"), backend=LOGIN)
    assert "Hub" not in other.get("/account/programs/").content.decode().replace("JupyterHub", "")
    tried = [
        other.post("/account/programs/end/", {"passport": one}).status_code for one in (code, "p-222222222222", "")
    ]
    assert (tried, program.about(given["access_token"]).status_code) == ([404] * 3, 200)
    assert browser.post("/account/programs/end/", {"passport": code}).status_code == 302
    assert program.about(given["access_token"]).status_code == 401
    assert "No program knows you" in browser.get("/account/programs/").content.decode()
    assert acts(AuditKind.PASSPORT_ENDED) == [("ada", "ada", "hub")]
