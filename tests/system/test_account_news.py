"""People hear by mail of what opens their accounts."""

from datetime import UTC, datetime, timedelta

import pytest

from farlight.mail.models import Mail
from farlight.mail.services.account_news import send_invitation, tell_of_change, tell_of_end
from farlight.people.domain.one_time_codes import code_of, counter_at
from farlight.people.models import ApiToken, Invitation
from farlight.people.public import (
    announce_ends,
    invite_person,
    issue_machine_token,
    issue_token,
    reset_factors,
    revoke_token,
)
from farlight.people.services.one_time_codes import remove_one_time_codes, set_up_one_time_codes
from farlight.people.services.recovery_codes import make_recovery_codes, take_recovery_code
from farlight.people.tests.factories import make_person
from farlight.people.types import TokenScope

NOW = datetime(2030, 5, 6, 8, tzinfo=UTC)
SEED = b"12345678901234567890"
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_invited_get_the_link_by_mail_once():
    ruth = make_person("ruth", "user_office")
    ida = invite_person(
        email="ida@example.org", given_name="Ida", family_name="Noddack", by=ruth, now=NOW, joins="the team of mx1-1"
    )
    mail = Mail.objects.get(person=ida)
    send_invitation(code=Invitation.objects.get().code, now=NOW)
    send_invitation(code="nothing", now=NOW)
    assert (Mail.objects.count(), mail.subject, mail.needs_person) == (1, "Your account at Farlight", True)
    assert "Ruth Tester invites you to the team of mx1-1." in mail.text
    assert f"Choose your password: http://127.0.0.1:8000{mail.link}" in mail.text


def test_each_change_of_what_opens_an_account_is_told():
    ada = make_person("ada")
    set_up_one_time_codes(person=ada, seed=SEED, code=code_of(SEED, counter_at(NOW)), now=NOW)
    codes = make_recovery_codes(person=ada, now=NOW)
    take_recovery_code(person_id=ada.pk, code=codes[0], now=NOW)
    remove_one_time_codes(person=ada, by=ada, now=NOW)
    set_up_one_time_codes(person=ada, seed=SEED, code=code_of(SEED, counter_at(NOW)), now=NOW)
    reset_factors(person=ada, now=NOW)
    gists = [mail.gist.partition("\n")[0] for mail in Mail.objects.order_by("pk")]
    assert gists == [
        "A second factor was added to your account: an app that shows codes.",
        "New recovery codes were made for your account; older ones do not count any more.",
        "A recovery code opened your account; 9 are left.",
        "Your account has lost a second factor: an app that shows codes was removed.",
        "A second factor was added to your account: an app that shows codes.",
        "All second factors of your account were taken away, and you were signed out everywhere.",
    ]
    tell_of_change(person="nobody", what="x", code="f-1", now=NOW)
    assert Mail.objects.count() == len(gists)


def test_the_end_of_a_key_is_told_to_its_owner_or_to_who_made_it_for_a_beamline():
    ada, sina = make_person("ada"), make_person("sina", "beamline_scientist", beamline="id30")
    week = timedelta(days=7)
    issue_token(person=ada, label="analysis", now=NOW, valid_for=week)
    read = {TokenScope.READ}
    issue_machine_token(beamline="id30", name="robot", scopes=read, now=NOW, valid_for=week, by=sina)
    issue_machine_token(beamline="id30", name="from the command line", scopes=read, now=NOW, valid_for=week)
    assert announce_ends(now=NOW) == 3
    told = sorted((mail.person.username, mail.subject, mail.link) for mail in Mail.objects.all())
    assert told == [
        ("ada", "A key ends soon: analysis", "/account/tokens/"),
        ("sina", "A key ends soon: robot", "/machines/"),
    ]
    assert "of a program of id30 counts until Mon 13 May 2030" in Mail.objects.get(person=sina).text
    token = ApiToken.objects.get(label="analysis")
    tell_of_end(person="nobody", code=token.code, now=NOW)
    tell_of_end(person="ada", code="", now=NOW)
    revoke_token(token=token, now=NOW)
    tell_of_end(person="ada", code=token.code, now=NOW)
    assert Mail.objects.count() == len(told)
