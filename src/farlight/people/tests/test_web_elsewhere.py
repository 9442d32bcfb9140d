"""Signing on elsewhere, by the pages: every bad token, who is let in as whom, what counts as a second factor."""

import time
from datetime import timedelta

import pytest

from farlight.audit.types import AuditKind
from farlight.kernel.time import utc_now
from farlight.people.access import roles_of
from farlight.people.models import LinkedAccount, Person, RoleGrant, SignIn
from farlight.people.public import (
    define_security,
    define_sign_on,
    elevated_until,
    invite_person,
    lock_person,
    objections_to_step_up,
    person_named,
    set_roles,
)
from farlight.people.services.invitations import invitation_with
from farlight.people.tests.elsewhere_browser import (
    BACK,
    BEGIN,
    CONFIRM,
    LINK,
    NOW,
    PASSWORD,
    SECURITY,
    STAFF,
    a_browser,
    acts,
    asked_in,
    begun,
    come_back,
    hs256,
    is_in,
    linked,
    log_in,
    sign_on,
)
from farlight.people.tests.factories import make_person, show_codes
from farlight.people.tests.paper_provider import paper_provider
from farlight.people.types import ClaimedRole, Credential, Role, RoleGrantSummary, SecurityPolicy, StepUpAction

pytestmark = pytest.mark.django_db


def test_a_linked_account_opens_the_account_with_pkce_state_and_nonce(paper, ada):
    linked(paper, ada)
    browser = a_browser()
    asked = begun(browser, next="/account/security/")
    assert {name: asked[name] for name in ("client_id", "response_type", "code_challenge_method", "redirect_uri")} == {
        "client_id": "farlight",
        "response_type": "code",
        "code_challenge_method": "S256",
        "redirect_uri": f"http://localhost{BACK}",
    }
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert (asked["max_age"], "prompt" in asked, "acr_values" in asked) == ("43200", False, False)
    answer = come_back(browser, paper, asked)
    assert (answer.status_code, answer["Location"]) == (302, "/account/security/")
    assert is_in(browser)
    assert "code_verifier" in paper.asked[0]
    page = browser.get(SECURITY).content.decode()
    assert "by an account elsewhere" in page
    assert "ada@example.org" in page


BAD_CLAIMS = {
    "issuer": {"iss": "https://elsewhere.example"},
    "audience": {"aud": "another"},
    "no audience": {"aud": None},
    "several audiences without a party": {"aud": ["farlight", "another"]},
    "other party": {"azp": "another"},
    "nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "expired": {"exp": NOW - 120},
    "never expires": {"exp": None},
    "old": {"iat": NOW - 3600},
    "of the future": {"iat": NOW + 3600},
    "no moment": {"iat": None},
    "nobody": {"sub": None},
    "number": {"sub": ""},
    "signed on long ago": {"auth_time": NOW - 90_000},
    "signed on in the future": {"auth_time": NOW + 3600},
    "does not say when": {"auth_time": None},
    "text for a moment": {"auth_time": "yesterday"},
}


@pytest.mark.parametrize("claims", BAD_CLAIMS.values(), ids=BAD_CLAIMS.keys())
def test_a_token_that_is_wrong_in_one_point_lets_nobody_in(paper, ada, claims):
    linked(paper, ada)
    browser = a_browser()
    answer = sign_on(browser, paper, **claims)
    assert answer.status_code == 403
    assert "does not count here" in answer.content.decode()
    assert not is_in(browser)
    assert not SignIn.objects.exists()


def test_a_signature_that_does_not_hold_lets_nobody_in(paper, ada):
    linked(paper, ada)
    browser = a_browser()
    with paper_provider() as other:
        stranger = other.key
    claims = paper.claims()
    wrong = {
        "none": lambda c: paper.signed(c, algorithm="none", key=""),
        "HS256 with the public key": lambda c: hs256(paper, c),
        "another key": lambda c: paper.signed(c, key=stranger),
        "unknown key": lambda c: paper.signed(c, kid="other"),
        "another type": lambda c: paper.signed(c, typ="logout+jwt"),
        "access token": lambda c: paper.signed(c, typ="at+jwt"),
        "critical header": lambda c: paper.signed(c, crit=["b64"], b64=True),
        "changed": lambda c: ".".join([*paper.signed(c).split(".")[:2], paper.signed(claims).split(".")[2]]),
        "no token": lambda _: "x.y.z",
        "empty": lambda _: " ",
    }
    said = {}
    for name, make in wrong.items():
        asked = begun(browser)
        answer = come_back(browser, paper, asked, token=make(paper.claims(nonce=asked["nonce"])))
        said[name] = (answer.status_code, is_in(browser))
    assert said == dict.fromkeys(wrong, (403, False))


def test_an_answer_counts_once_in_its_own_browser_and_from_its_own_provider(paper, ada):
    linked(paper, ada)
    browser, other = a_browser(), a_browser()
    asked = begun(browser)
    assert come_back(other, paper, asked).status_code == 403
    assert other.get(BACK, {"code": "c"}).status_code == 403
    paper.id_token = paper.signed(paper.claims(nonce=asked["nonce"]))
    answer = browser.get(BACK, {"code": "c", "state": asked["state"], "iss": "https://elsewhere.example"})
    assert (answer.status_code, "Another provider" in answer.content.decode()) == (403, True)
    assert come_back(browser, paper, asked).status_code == 403
    assert not is_in(browser)


def test_what_goes_wrong_there_is_said_plainly_and_written_down(paper, ada):
    linked(paper, ada)
    browser = a_browser()
    asked = begun(browser)
    answer = browser.get(BACK, {"error": "access_denied", "state": asked["state"]})
    assert (answer.status_code, "You did not sign on there." in answer.content.decode()) == (403, True)
    paper.documents["/me"] = {"sub": "somebody else"}
    assert sign_on(browser, paper).status_code == 403
    paper.documents.pop("/me")
    assert sign_on(browser, paper).status_code == 503
    assert not is_in(browser)
    whys = [details["why"] for _, _, details in acts(AuditKind.SIGN_IN_FAILED)]
    assert whys == [
        f"{paper.issuer.removeprefix('http://')} does not answer as it should.",
        "What it says of you is about somebody else.",
        "You did not sign on there.",
    ]


def test_a_provider_that_is_not_there_is_said_and_one_that_nobody_knows_is_not_found(paper, ada):
    define_sign_on(providers=[paper.definition(issuer=f"{paper.issuer}/other")])
    answer = a_browser().post(BEGIN)
    assert (answer.status_code, "does not answer" in answer.content.decode()) == (503, True)
    assert [a_browser().get(f"/accounts/elsewhere/none/{part}/").status_code for part in ("begin", "back")] == [404] * 2
    define_sign_on(providers=[paper.definition(secret_env="NOT_SET_AT_ALL")])
    assert "NOT_SET_AT_ALL is not set" in a_browser().post(BEGIN).content.decode()


def test_an_account_with_the_address_is_not_opened_but_must_log_in_once(paper, ada):
    browser = a_browser()
    answer = sign_on(browser, paper)
    assert (answer.status_code, answer["Location"]) == (302, LINK)
    page = browser.get(LINK).content.decode()
    assert "nobody here is linked with that yet" in page
    assert not is_in(browser)
    answer = browser.post("/accounts/login/", {"login": "ada", "password": PASSWORD, "next": LINK})
    assert answer["Location"] == LINK
    assert "Do both belong to you?" in browser.get(LINK).content.decode()
    assert not LinkedAccount.objects.exists()
    assert browser.post(LINK)["Location"] == SECURITY
    assert list(LinkedAccount.objects.values_list("person__username", "issuer", "subject")) == [
        ("ada", paper.issuer, "s-1")
    ]
    assert acts(AuditKind.ACCOUNT_LINKED) == [
        (AuditKind.ACCOUNT_LINKED, "ada", {"provider": "paper", "account": "ada@example.org"})
    ]
    other = a_browser()
    sign_on(other, paper)
    assert is_in(other)
    assert acts(AuditKind.SIGNED_IN)[0] == (AuditKind.SIGNED_IN, "ada", {"provider": "paper"})


@pytest.mark.parametrize(
    ("believes", "verified", "opens"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_an_address_says_whose_account_it_is_only_when_both_sides_say_so(paper, ada, believes, verified, opens):
    define_sign_on(providers=[paper.definition(believes_addresses=believes)])
    browser = a_browser()
    sign_on(browser, paper, email="Ada@Example.org", email_verified=verified)
    assert is_in(browser) is opens


def test_an_account_is_made_where_the_facility_says_so(paper):
    sign_on(a_browser(), paper)
    assert not Person.objects.exists()
    define_sign_on(providers=[paper.definition(believes_addresses=True, makes_accounts=True)])
    sign_on(a_browser(), paper, email_verified=False)
    assert not Person.objects.exists()
    browser = a_browser()
    sign_on(browser, paper)
    made = Person.objects.get()
    assert (made.username, made.email, made.full_name, made.has_usable_password()) == (
        "tester",
        "ada@example.org",
        "Ada Tester",
        False,
    )
    assert is_in(browser)
    page = browser.get(CONFIRM).content.decode()
    assert ("Your password" in page, "Paper Institute" in page) == (False, True)


def test_a_locked_account_stays_out(paper, ada):
    linked(paper, ada)
    lock_person(person=ada, reason="left")
    browser = a_browser()
    answer = sign_on(browser, paper)
    assert (answer.status_code, "This account is locked." in answer.content.decode()) == (403, True)
    assert not is_in(browser)


def test_an_invitation_is_taken_without_a_password(paper):
    keeper = make_person("keeper", "user_office")
    person = invite_person(email="ada@example.org", given_name="Ada", family_name="Tester", by=keeper, now=utc_now())
    token = invitation_with(person.invitations.get().code).link.split("/")[2]
    browser = a_browser()
    assert "or without a password, with" in browser.get(f"/invitations/{token}/").content.decode()
    sign_on(browser, paper, begin={"for": "invitation", "invitation": token})
    assert (is_in(browser), LinkedAccount.objects.get().person_id) == (True, person.pk)
    assert browser.get(f"/invitations/{token}/").status_code == 404
    other = a_browser()
    answer = sign_on(other, paper, begin={"for": "invitation", "invitation": token}, sub="s-1")
    assert (answer.status_code, is_in(other)) == (403, False)


def test_roles_come_and_go_with_claims_and_those_given_by_hand_stay(paper, ada):
    rules = (
        STAFF,
        ClaimedRole(claim="realm_access.roles", value="office", role=Role.USER_OFFICE),
        ClaimedRole(claim="realm_access.roles", value="root", role=Role.ADMINISTRATOR),
    )
    define_sign_on(providers=[paper.definition(roles=rules)])
    by_hand = (RoleGrantSummary(role=Role.USER_OFFICE, beamline=""), RoleGrantSummary(role=Role.STORES, beamline=""))
    set_roles(person=ada, roles=by_hand)
    linked(paper, ada)

    def roles_after(**claims):
        sign_on(a_browser(), paper, **claims)
        return [f"{grant.role}@{grant.beamline}" for grant in roles_of(ada)]

    everything = {"groups": ["/beamline/sim1/staff", "/x"], "realm_access": {"roles": ["office", "root"]}}
    assert roles_after(**everything) == ["local_contact@sim1", "stores@", "user_office@"]
    assert RoleGrant.objects.filter(person=ada, source="paper").count() == 2
    assert roles_after(groups=["/beamline/sim2/staff"]) == ["local_contact@sim2", "stores@", "user_office@"]
    set_roles(person=ada, roles=())
    assert roles_after(**everything) == ["local_contact@sim1", "user_office@"]
    assert roles_after() == []
    given = acts(AuditKind.ROLES_CHANGED)
    assert given[0] == (AuditKind.ROLES_CHANGED, "ada", {"provider": "paper", "roles": ""})
    assert roles_after(**everything) == ["local_contact@sim1", "user_office@"]
    define_sign_on(providers=[])
    assert roles_of(ada) == ()


def test_administrators_are_made_only_where_the_file_says_so(paper, ada):
    rule = ClaimedRole(claim="groups", value="root", role=Role.ADMINISTRATOR)
    linked(paper, ada)
    found = []
    for allowed in (False, True):
        define_sign_on(providers=[paper.definition(roles=(rule,), gives_administrator=allowed)])
        sign_on(a_browser(), paper, groups="root")
        found.append([grant.role for grant in roles_of(ada)])
    assert found == [[], [Role.ADMINISTRATOR]]


def elevated(browser):
    return elevated_until(Credential(login=browser.session.session_key), now=utc_now())


def test_a_second_factor_there_is_one_here_and_stands_for_the_second_step(paper, ada):
    show_codes(ada)
    linked(paper, ada)
    weak, strong, stale = a_browser(), a_browser(), a_browser()
    assert sign_on(weak, paper)["Location"] == "/accounts/second-step/"
    assert not is_in(weak)
    sign_on(strong, paper, acr="mfa")
    assert is_in(strong)
    assert elevated(strong) - utc_now() > timedelta(minutes=14)
    sign_on(stale, paper, acr="mfa", auth_time=int(time.time()) - 3600)
    assert (is_in(stale), elevated(stale)) == (True, None)


def test_whoever_must_have_a_factor_is_asked_for_it_there_once_and_then_sets_one_up(paper, ada):
    set_roles(person=ada, roles=(RoleGrantSummary(role=Role.OPERATOR, beamline=""),))
    define_security(policy=SecurityPolicy(roles=frozenset({Role.OPERATOR})))
    linked(paper, ada)
    browser = a_browser()
    answer = sign_on(browser, paper, begin={"next": "/samples/"})
    assert answer["Location"] == f"{BEGIN}?for=factor&next=%2Fsamples%2F"
    asked = asked_in(browser.get(answer["Location"])["Location"])  # by itself: a button was pressed a moment ago
    assert asked["acr_values"] == "mfa"
    come_back(browser, paper, asked)
    assert browser.get("/samples/")["Location"] == SECURITY
    assert browser.get("/api/v1/sessions").status_code == 403
    assert "Your role needs a second factor" in browser.get(SECURITY).content.decode()
    strong = a_browser()
    sign_on(strong, paper, acr="mfa")
    assert (strong.get("/samples/").status_code, is_in(strong)) == (200, True)


def test_a_fresh_factor_there_is_a_step_up_and_an_old_or_weak_one_is_not(paper, ada):
    define_security(policy=SecurityPolicy(step_up=frozenset({StepUpAction.DESKTOP})))
    linked(paper, ada)
    browser = a_browser()
    log_in(browser)
    credential = Credential(login=browser.session.session_key)
    ask = {"person": ada, "action": StepUpAction.DESKTOP}
    assert objections_to_step_up(credential, now=utc_now(), **ask)[0].link == f"{CONFIRM}?for=factor"
    back = {"for": "prove", "next": "/samples/"}
    asked = begun(browser, **back)
    assert (asked["prompt"], asked["max_age"], asked["acr_values"]) == ("login", "900", "mfa")
    answer = come_back(browser, paper, asked)
    assert answer["Location"] == f"{CONFIRM}?next=%2Fsamples%2F"
    page = browser.get(answer["Location"]).content.decode()
    assert "Paper Institute did not ask you for a second factor: it answered acr “pwd”, and “mfa” counts here." in page
    old = int(time.time()) - 940
    come_back(browser, paper, begun(browser, **back), acr="mfa", auth_time=old)
    assert (
        "You signed on at Paper Institute 15 minutes ago; it must be within 15."
        in browser.get(CONFIRM).content.decode()
    )
    assert elevated(browser) is None
    assert sign_on(browser, paper, begin=back, acr="mfa")["Location"] == "/samples/"
    assert elevated(browser) is not None
    assert objections_to_step_up(credential, now=utc_now(), **ask) == ()
    kinds = [kind for kind, _, _ in acts(AuditKind.STEPPED_UP, AuditKind.FACTOR_FAILED)]
    assert kinds == [AuditKind.STEPPED_UP, AuditKind.FACTOR_FAILED, AuditKind.FACTOR_FAILED]


def test_somebody_elses_sign_on_proves_nothing(paper, ada):
    linked(paper, make_person("ben"))
    browser = a_browser()
    log_in(browser)
    answer = sign_on(browser, paper, begin={"for": "prove"}, acr="mfa")
    assert (answer.status_code, "which is not linked to you" in answer.content.decode()) == (403, True)
    assert elevated(browser) is None


def test_the_login_page_has_a_button_for_each_provider(paper, ada):
    page = a_browser().get("/accounts/login/?next=/samples/").content.decode()
    assert (f'action="{BEGIN}"' in page, 'name="next" value="/samples/"' in page) == (True, True)
    define_sign_on(providers=[])
    assert "elsewhere" not in a_browser().get("/accounts/login/").content.decode()
    assert person_named("ada") is not None
