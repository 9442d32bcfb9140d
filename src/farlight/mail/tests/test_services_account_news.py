"""What opens an account is told to its owner: once, and to nobody who is not there."""

from datetime import UTC, datetime, timedelta

import pytest

from farlight.mail.models import Mail
from farlight.mail.services.account_news import send_invitation, tell_of_change, tell_of_end
from farlight.people.public import (
    announce_ends,
    invite_person,
    issue_machine_token,
    issue_token,
    revoke_token,
    visible_tokens,
)
from farlight.people.tests.factories import make_person
from farlight.people.types import TokenScope

NOW = datetime(2030, 5, 6, 8, tzinfo=UTC)
WEEK = timedelta(days=7)
pytestmark = pytest.mark.django_db


def told():
    return sorted(Mail.objects.values_list("person__username", "subject", "link"))


def test_an_invitation_is_sent_once_with_who_invites_and_to_what(django_capture_on_commit_callbacks):
    ruth = make_person("ruth", "user_office")
    with django_capture_on_commit_callbacks(execute=True):
        ida = invite_person(
            email="ida@example.org", given_name="Ida", family_name="Noddack", by=ruth, now=NOW, joins="mx1-1"
        )
    mail = Mail.objects.get()
    assert (mail.person, mail.subject, mail.needs_person) == (ida, "Your account at Farlight", True)
    assert "Ruth Tester invites you to mx1-1." in mail.text
    assert f"Choose your password: http://127.0.0.1:8000{mail.link}" in mail.text
    for code in (mail.cause.removeprefix("invitation "), "nothing"):
        send_invitation(code=code, now=NOW)
    assert Mail.objects.count() == 1


def test_a_change_of_what_opens_an_account_is_told_its_owner_once():
    make_person("ada")
    for person in ("ada", "ada", "nobody"):
        tell_of_change(person=person, what="The password of your account was changed.", code="p-1", now=NOW)
    assert told() == [("ada", Mail.objects.get().subject, "/account/security/")]
    assert Mail.objects.get().gist.startswith("The password of your account was changed.")


def test_the_end_of_a_key_is_told_whoever_can_make_another(django_capture_on_commit_callbacks):
    ada, sina = make_person("ada"), make_person("sina", "beamline_scientist", beamline="id30")
    with django_capture_on_commit_callbacks(execute=True):
        issue_token(person=ada, label="analysis", now=NOW, valid_for=WEEK)
        issue_machine_token(beamline="id30", name="robot", scopes={TokenScope.READ}, now=NOW, valid_for=WEEK, by=sina)
    Mail.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        announce_ends(now=NOW)
    assert told() == [
        ("ada", "A key ends soon: analysis", "/account/tokens/"),
        ("sina", "A key ends soon: robot", "/machines/"),
    ]
    assert "of a program of id30 counts until Mon 13 May 2030" in Mail.objects.get(person=sina).text


def test_the_end_of_a_key_that_is_gone_is_told_nobody():
    ada = make_person("ada")
    issue_token(person=ada, label="analysis", now=NOW, valid_for=WEEK)
    token = visible_tokens(ada).get()
    tell_of_end(person="nobody", code=token.code, now=NOW)
    tell_of_end(person="ada", code="", now=NOW)
    revoke_token(token=token, now=NOW)
    tell_of_end(person="ada", code=token.code, now=NOW)
    assert told() == []
