"""Who finds whose account, key and browser: every role, open and locked, beside people whose things could leak."""

from datetime import timedelta

import pytest

from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.people import access
from farlight.people.models import ApiToken, Person
from farlight.people.public import issue_machine_token, issue_token, lock_person, register_institute, revoke_token
from farlight.people.services.sign_ins import note_sign_in
from farlight.people.tests.factories import claim_roles, make_person
from farlight.people.types import AccountSummary, MachineSummary, Role, RoleGrantSummary, TokenScope, TokenState

pytestmark = pytest.mark.django_db
HERE, THERE = "sim1", "sim2"
KEEPING = {Role.USER_OFFICE, Role.ADMINISTRATOR}
AUDITING = {Role.SECURITY_OFFICER, Role.ADMINISTRATOR}
OF_MACHINES = {Role.BEAMLINE_SCIENTIST, Role.ADMINISTRATOR}


def machine(beamline=HERE, name="loader", **more):
    terms = {"scopes": [TokenScope.READ], "now": utc_now(), "valid_for": timedelta(days=30)} | more
    return issue_machine_token(beamline=beamline, name=name, **terms)


def answer(ask):
    try:
        return ask()
    except NotFound as refusal:
        return refusal.message


@pytest.mark.parametrize("role", ["", *Role])
def test_what_a_role_opens_holds_for_the_facility_and_ends_with_a_lock(role):
    one = make_person("one", *([role] if role else []))
    made, found = make_person("other"), []
    for _ in range(2):
        found.append((access.keeps_accounts(one), access.reads_audit(one), bool(access.facility_roles_of(one))))
        nothing = answer(lambda: access.account_for(one, "nobody"))
        known = answer(lambda: access.account_for(one, "OTHER"))
        assert known == (made if role in KEEPING and len(found) == 1 else nothing)
        lock_person(person=one, reason="left")
    assert found == [(role in KEEPING, role in AUDITING, role != ""), (False, False, False)]


@pytest.mark.parametrize("role", Role)
def test_a_role_at_one_beamline_opens_no_accounts_and_no_record(role):
    one = make_person("one", role, beamline=HERE)
    assert (access.keeps_accounts(one), access.reads_audit(one), access.facility_roles_of(one)) == (False, False, set())
    with pytest.raises(NotFound):
        access.visible_accounts(one)


@pytest.mark.parametrize("beamline", ["", HERE])
@pytest.mark.parametrize("role", Role)
def test_who_looks_after_the_machines_of_which_beamlines(role, beamline):
    one = make_person("one", role, beamline=beamline)
    kept = set() if role not in OF_MACHINES else {HERE} if beamline else {HERE, THERE}
    machine(HERE)
    machine(THERE)
    for expected in (kept, set()):
        assert access.beamlines_kept_among(one, [HERE, THERE]) == expected
        assert {code for code in (HERE, THERE) if access.keeps_machines(one, code)} == expected
        assert {m.beamline for m in access.machines_of(one, [HERE, THERE], now=utc_now())} == expected
        lock_person(person=one, reason="left")


@pytest.mark.parametrize("number", [1, 3])
def test_machines_have_their_keys_the_newest_first_by_so_many_queries(number, django_assert_num_queries):
    now, scientist = utc_now(), make_person("scientist", "beamline_scientist", beamline=HERE)
    issue_token(person=scientist, label="a key of a person", now=now)
    machine(THERE, "not mine")
    for name in range(number):
        machine(name=f"m{'abc'[name]}", now=now)
        machine(name=f"m{'abc'[name]}", now=now, scopes=[TokenScope.NOTES])
    lock_person(person=Person.objects.get(username="machine.sim1.ma"), reason="broken")
    with django_assert_num_queries(4):
        found = access.machines_of(scientist, [HERE, THERE], now=now)
    assert found == [
        MachineSummary(
            login=f"machine.sim1.{name}",
            name=name,
            beamline=HERE,
            is_locked=name == "ma",
            tokens=tuple(
                access.token_summary_of(row, now=now)
                for row in ApiToken.objects.filter(label=name).order_by("-issued_at", "-pk")
            ),
        )
        for name in ("ma", "mb", "mc")[:number]
    ]
    assert [token.scopes for token in found[0].tokens] == [(TokenScope.NOTES,), (TokenScope.READ,)]


def test_the_key_of_a_machine_is_found_through_its_beamline_alone():
    machine(HERE)
    issue_token(person=make_person("ada"), label="a key of a person", now=utc_now())
    key, of_ada = (ApiToken.objects.get(person__username=login).code for login in ("machine.sim1.loader", "ada"))
    root, scientist = make_person("root", "administrator"), make_person("there", "beamline_scientist", beamline=THERE)
    assert access.machine_token_row(root, HERE, key).person.machine_of == HERE
    for person, beamline, code in [
        (scientist, HERE, key),
        (scientist, THERE, key),
        (root, THERE, key),
        (root, "", of_ada),
        (root, HERE, of_ada),
        (root, HERE, key[:-1]),
        (root, HERE, "%" * 12),
        (root, HERE, "f" * 12),
    ]:
        with pytest.raises(NotFound):
            access.machine_token_row(person, beamline, code)


def test_a_token_says_what_became_of_it_and_when_it_ends():
    ada, now = make_person("ada"), utc_now()
    for label, days in (("counts", 30), ("ends", 7), ("over", 1), ("gone", 5)):
        at = now - timedelta(days=2) if label == "over" else now
        issue_token(person=ada, label=label, now=at, valid_for=timedelta(days=days), scopes=[TokenScope.READ])
    issue_token(person=make_person("ben"), label="of somebody else", now=now)
    revoke_token(token=ApiToken.objects.get(label="gone"), now=now)
    found = [access.token_summary_of(row, now=now) for row in access.visible_tokens(ada)]
    assert {t.label: (t.state, t.is_ending, t.scopes) for t in found} == {
        "counts": (TokenState.ACTIVE, False, (TokenScope.READ,)),
        "ends": (TokenState.ACTIVE, True, (TokenScope.READ,)),
        "over": (TokenState.EXPIRED, False, (TokenScope.READ,)),
        "gone": (TokenState.REVOKED, False, (TokenScope.READ,)),
    }


def test_browsers_are_ones_own_the_one_that_asks_first_without_those_that_are_over(settings):
    ada, ben, now = make_person("ada"), make_person("ben"), utc_now()
    over = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    moments = [(ada, "password", now - timedelta(hours=1)), (ada, "passkey", now), (ben, "password", now)]
    codes = [
        note_sign_in(person=person, session_key=way + str(at), way=way, device="Firefox/1 Linux", address="::1", now=at)
        for person, way, at in moments
    ]
    note_sign_in(person=ada, session_key="k", way="password", device="", address="", now=over)
    found = access.sign_ins_of(ada, here=codes[0], now=now)
    assert [(b.code, b.device, b.way, b.address, b.is_here) for b in found] == [
        (codes[0], "Firefox on Linux", "password", "::1", True),
        (codes[1], "Firefox on Linux", "passkey", "::1", False),
    ]


@pytest.mark.parametrize(
    ("words", "locked", "expected"),
    [
        ("", None, ["ada", "ben", "office"]),
        ("", False, ["ada", "office"]),
        ("", True, ["ben"]),
        ("uppsala TESTER", None, ["ada"]),
        ("ben@example", None, ["ben"]),
        ("ada ben", None, []),
        ("%", None, []),
    ],
)
def test_accounts_are_found_by_every_word(words, locked, expected):
    office, ada, ben = make_person("office", "user_office"), make_person("ada"), make_person("ben")
    Person.objects.filter(pk=ada.pk).update(institute=register_institute(name="Uppsala", country="SE"))
    lock_person(person=ben, reason="left")
    rows = access.fitting(access.visible_accounts(office), words, locked=locked)
    assert [row.username for row in rows] == expected


def test_the_list_of_accounts_shows_no_role_that_lapsed_though_no_worker_took_it_yet(monkeypatch):
    office, ada, now = make_person("office", "user_office"), make_person("ada", "safety", beamline=HERE), utc_now()
    claim_roles(ada, "stores", "safety@sim1", lapses_at=now + timedelta(hours=1))
    claim_roles(ada, "data_manager", lapses_at=now + timedelta(hours=3), source="other")
    shown = []
    for hours in (0, 2, 4):
        monkeypatch.setattr(access, "utc_now", lambda at=now + timedelta(hours=hours): at)
        account = access.account_summary_of(access.account_for(office, "ada"))
        shown.append(([str(grant.role) for grant in account.roles], account.roles_claimed_at))
    assert shown == [
        (["data_manager", "safety", "stores"], ("lab", "other")),
        (["data_manager", "safety"], ("other",)),
        (["safety"], ()),
    ]


def test_an_account_as_keepers_and_the_command_line_see_it():
    office, ada = make_person("office", "user_office"), make_person("ada", "safety", beamline=HERE)
    claim_roles(ada, "safety@sim1", "stores", lapses_at=utc_now() + timedelta(days=1))
    Person.objects.filter(pk=ada.pk).update(institute=register_institute(name="Uppsala", country="SE"))
    lock_person(person=ada, reason="left", by=office)
    row = access.account_for(office, "Ada")
    expected = AccountSummary(
        username="ada",
        full_name="Ada Tester",
        email="ada@example.org",
        institute="Uppsala",
        roles=(
            RoleGrantSummary(role=Role.SAFETY, beamline=HERE),
            RoleGrantSummary(role=Role.STORES, beamline=""),
        ),
        roles_claimed_at=("lab",),
        is_locked=True,
        locked_at=row.locked_at,
        locked_by="office",
        lock_reason="left",
        last_login=None,
        joined_at=row.joined_at,
    )
    assert (access.account_summary_of(row), access.all_accounts()[0]) == (expected, expected)
    assert [(one.username, one.institute) for one in access.all_accounts()] == [("ada", "Uppsala"), ("office", "")]


def test_whose_accounts_are_open_is_one_question(django_assert_num_queries):
    ada, ben = make_person("ada"), make_person("ben")
    lock_person(person=ben, reason="left")
    with django_assert_num_queries(1):
        assert access.active_among([ada.pk, ben.pk, 0]) == {ada.pk}
