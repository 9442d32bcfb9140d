"""An invitation ends in an account of its owner's, once."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.test import Client

from farlight.kernel.errors import Conflict, Invalid, NotFound
from farlight.people.domain.invitations import MOST_OPEN, login_names, objections_to_invitation
from farlight.people.models import Invitation, Person
from farlight.people.public import invitation_with, invite_again, invite_person, lock_person
from farlight.people.services.invitations import accept_invitation, invited_by_link
from farlight.people.tests.factories import make_person

NOW = datetime(2030, 5, 6, 8, tzinfo=UTC)
PASSWORD = "a duck in the beam"


def invite(by, email="ida@example.org", now=NOW, **more):
    names = {"given_name": "Ida", "family_name": "Noddack"} | more
    return invite_person(email=email, by=by, now=now, **names)


def link_of(person):
    row = Invitation.objects.filter(person=person).latest("pk")
    return invitation_with(row.code).link


def token_of(person):
    return link_of(person).split("/")[2]


@pytest.fixture
def ruth(db):
    return make_person("ruth", "user_office")


def test_an_invitation_makes_an_account_that_waits_and_the_mail_has_all_it_needs(ruth):
    ida = invite(ruth, joins="the team of mx1-1")
    summary = invitation_with(Invitation.objects.get().code)
    assert (ida.username, ida.email, ida.has_usable_password()) == ("noddack", "ida@example.org", False)
    assert (summary.person_id, summary.by_name, summary.joins) == (ida.pk, "Ruth Tester", "the team of mx1-1")
    assert summary.expires_at == NOW + timedelta(days=14)
    assert (ida.username in summary.link, invitation_with("nothing")) == (False, None)


def test_the_password_is_chosen_once(ruth):
    token = token_of(invite(ruth))
    person = accept_invitation(token=token, password=PASSWORD, now=NOW)
    assert person.check_password(PASSWORD)
    with pytest.raises(NotFound):
        accept_invitation(token=token, password="another long password", now=NOW)
    with pytest.raises(Conflict):
        invite_again(person=person, by=ruth, now=NOW)


@pytest.mark.parametrize("password", ["", "short", "ida@example.or", "x" * 2000])
def test_a_weak_password_uses_nothing_up(ruth, password):
    token = token_of(invite(ruth))
    with pytest.raises(Invalid):
        accept_invitation(token=token, password=password, now=NOW)
    assert accept_invitation(token=token, password=PASSWORD, now=NOW).username == "noddack"


def test_links_end_with_time_by_a_newer_one_by_a_lock_and_by_a_password(ruth):
    ida = invite(ruth)
    first = token_of(ida)
    with pytest.raises(NotFound):
        invited_by_link(first, now=NOW + timedelta(days=14))
    invite_again(person=ida, by=ruth, now=NOW + timedelta(days=1))
    second = token_of(ida)
    with pytest.raises(NotFound):
        invited_by_link(first, now=NOW + timedelta(days=1))
    lock_person(person=ida, reason="left", by=ruth)
    with pytest.raises(NotFound):
        invited_by_link(second, now=NOW + timedelta(days=1))
    with pytest.raises(Conflict):
        invite_again(person=Person.objects.get(pk=ida.pk), by=ruth, now=NOW)
    ben = invite(ruth, "ben@example.org")
    ben.set_password(PASSWORD)
    ben.save()
    with pytest.raises(NotFound):
        invited_by_link(token_of(ben), now=NOW)


@pytest.mark.parametrize("token", ["", "nothing", "aaaa:bbbb:cccc", "x" * 10_000])
def test_nobody_makes_a_link_up(db, token):
    with pytest.raises(NotFound):
        invited_by_link(token, now=NOW)


def test_an_address_with_an_account_is_not_invited_and_names_do_not_collide(ruth):
    with pytest.raises(Invalid, match="account already"):
        invite(ruth, "RUTH@example.org")
    names = [invite(ruth, f"{n}@example.org", family_name="Noddack").username for n in range(3)]
    assert names == ["noddack", "ida.noddack", "ida.noddack2"]


def test_who_does_not_look_after_accounts_has_few_invitations_waiting(ruth):
    mira = make_person("mira")
    for number in range(MOST_OPEN):
        invite(mira, f"{number}@example.org")
    with pytest.raises(Invalid, match="wait already"):
        invite(mira, "more@example.org")
    assert invite(mira, "more@example.org", now=NOW + timedelta(days=15)).is_active
    for number in range(MOST_OPEN + 1):
        invite(ruth, f"r{number}@example.org")


@pytest.mark.parametrize(
    "email", ["", "ida", "ida@", "@example.org", "ida@example", "a b@example.org", "i\n@example.org"]
)
def test_what_is_no_address_is_refused(email):
    objections = objections_to_invitation(email=email, given_name="Ida", family_name="N", waiting=0)
    assert [objection.field for objection in objections] == ["email"]


def test_all_that_is_wrong_is_said_at_once():
    objections = objections_to_invitation(email="x", given_name=" ", family_name="x" * 101, waiting=MOST_OPEN)
    assert [objection.field for objection in objections] == ["email", "given_name", "family_name", ""]


@pytest.mark.parametrize(
    ("given", "family", "names"),
    [
        ("Mira", "Okafor", ["okafor", "mira.okafor", "mira.okafor2"]),
        ("Zoë", "Müller-Lüdenscheidt", ["muller-ludenscheidt", "zoe.muller-ludenscheidt", "zoe.muller-ludenscheidt2"]),
        ("Li", "Wu", ["li.wu", "li.wu2", "li.wu3"]),
        ("明", "李", ["guest", "guest2", "guest3"]),
    ],
)
def test_login_names_are_made_of_names(given, family, names):
    assert list(islice(login_names(given, family), 3)) == names


def test_by_the_page_one_chooses_a_password_and_is_in(ruth, settings):
    now = datetime.now(tz=UTC)
    path = link_of(invite(ruth, now=now, joins="the team of mx1-1"))
    browser = Client()
    page = browser.get(path).content.decode()
    assert ("Welcome, Ida" in page, "the team of mx1-1" in page, "noddack" in page) == (True, True, True)
    assert (browser.head(path).status_code, browser.post(path, {"password": "short"}).status_code) == (200, 422)
    assert browser.post(path, {"password": PASSWORD}).headers["Location"] == "/"
    assert browser.get("/api/v1/sessions").status_code == 200
    again = Client()
    assert (again.get(path).status_code, again.post(path, {"password": PASSWORD}).status_code) == (404, 404)
    validate_password(PASSWORD)


@pytest.mark.django_db
@pytest.mark.parametrize("how", [{"algorithm": "md5"}, {"algorithm": "sha1"}, {"salt": "another"}, {"key": "another"}])
def test_a_link_that_was_signed_in_another_way_opens_nothing(how):
    ada = make_person("ada")
    person = invite_person(email="new@example.org", given_name="New", family_name="Comer", by=ada, now=NOW)
    code = Invitation.objects.get(person=person).code
    signer = signing.TimestampSigner(**({"salt": "farlight.people.invitation"} | how))
    forged = signer.sign_object(code)
    with pytest.raises(NotFound):
        invited_by_link(forged, now=NOW)
    right = signing.dumps(code, salt="farlight.people.invitation")
    assert invited_by_link(right, now=NOW).person == person
