"""Certificates of SSH keys: issued, judged, revoked in every way; the page; the authority's key."""

import stat
import subprocess
from datetime import timedelta

import pytest
from django.conf import settings

from farlight.audit.public import records
from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.kernel.errors import Invalid, NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.leases.adapters.authority import authority_fingerprint
from farlight.leases.public import (
    add_key,
    certificate_with,
    certificates_left_among,
    certificates_of,
    forget_certificates,
    issue_certificate,
    note_certificate_use,
    open_channel,
    open_channels_of,
    revoke_serials,
    rotate_authority,
)
from farlight.leases.queries import lease_of
from farlight.leases.services.certificates import certificate_line, revoke_certificate
from farlight.leases.services.keys import key_line
from farlight.leases.tests.test_keys import LOGIN, line
from farlight.leases.types import ChannelKind
from farlight.people.public import arrived, end_sign_ins, person_named
from farlight.people.tests.factories import claim_roles, make_person, show_codes
from farlight.people.types import Credential

BROWSER = Credential(login="some-browser")


@pytest.fixture
def leader(db):
    make_session()
    return person_named("leader-mx2341")


def issue(person, **changes):
    parts = {"credential": BROWSER, "line": line(), "hours": 4, "now": utc_now()}
    return issue_certificate(person=person, **(parts | changes))


def shown(person, certificate, **changes):
    parts = {
        "serial": int(certificate.serial),
        "fingerprint": certificate.fingerprint,
        "authority": authority_fingerprint(),
        "now": utc_now(),
    }
    return certificate_with(person, **(parts | changes))


def test_a_certificate_says_who_until_when_and_from_where(leader, tmp_path):
    now = utc_now()
    certificate = issue(leader, now=now, only_from="192.0.2.7", address="192.0.2.7")
    path = tmp_path / "x-cert.pub"
    path.write_text(certificate_line(person=leader, code=certificate.code))
    told = subprocess.run(["ssh-keygen", "-L", "-f", path], capture_output=True, text=True, check=True).stdout
    for words in (
        "user certificate",
        f"Serial: {certificate.serial}",
        f'Key ID: "leader-mx2341 {certificate.serial}"',
        "leader-mx2341\n",
        "source-address 192.0.2.7",
        "permit-port-forwarding",
        "permit-pty",
        authority_fingerprint(),
    ):
        assert words in told
    assert [word for word in ("agent", "X11", "user-rc", "force-command") if word in told] == []
    assert certificate.valid_until == now + timedelta(hours=4)
    (act,) = [r for r in records(words="leader").items if r.kind.value == "certificate_issued"]
    assert (act.details["serial"], act.address) == (certificate.serial, "192.0.2.7")


def test_only_what_was_issued_counts(leader):
    certificate = issue(leader)
    eve = make_person("eve")
    assert shown(leader, certificate).code == certificate.code
    for whose, changes in (
        (eve, {}),
        (leader, {"serial": 7}),
        (leader, {"fingerprint": "SHA256:other"}),
        (leader, {"authority": "SHA256:other"}),
        (leader, {"now": certificate.valid_until}),
    ):
        assert shown(whose, certificate, **changes) is None
    assert certificates_left_among({certificate.code, "x-gone"}) == {certificate.code}
    note_certificate_use(certificate.code, now=utc_now())
    assert [c.used_at is None for c in certificates_of(leader, now=utc_now())] == [False]


@pytest.mark.parametrize("way", ["owner", "serial", "sign out", "rotate"])
@pytest.mark.django_db(transaction=True)
def test_it_is_revoked_with_what_it_opened(way):
    session = make_session()
    leader = person_named("leader-mx2341")
    certificate, now = issue(leader), utc_now()
    kept = issue(make_session(code="mx9999", beamline="sim2") and person_named("leader-mx9999"))
    how = {"kind": ChannelKind.SFTP, "now": now, "opened_with": certificate.code}
    open_channel(person=leader, session_code=session.code, **how)
    with pytest.raises(NotFound):
        revoke_certificate(person=person_named("leader-mx9999"), code=certificate.code, now=now)
    {
        "owner": lambda: revoke_certificate(person=leader, code=certificate.code, now=now),
        "serial": lambda: revoke_serials([int(certificate.serial)], now=now),
        "sign out": lambda: end_sign_ins(person=leader, now=now),
        "rotate": lambda: rotate_authority(now=now),
    }[way]()
    assert (shown(leader, certificate), open_channels_of(leader.pk)) == (None, [])
    assert (shown(person_named("leader-mx9999"), kept) is None) == (way == "rotate")
    assert "certificate_revoked" in {r.kind.value for r in records(words="leader-mx2341", limit=5).items}
    assert revoke_serials([int(certificate.serial)], now=now) == 0


def test_it_is_revoked_once_however_often_one_asks(leader):
    certificate, now = issue(leader), utc_now()
    for later in (timedelta(0), timedelta(minutes=1)):
        revoke_certificate(person=leader, code=certificate.code, now=now + later)
    told = [r for r in records(words="leader").items if r.kind.value == "certificate_revoked"]
    assert [(r.by, r.at, r.details) for r in told] == [("leader-mx2341", now, {"serial": certificate.serial})]


def test_one_for_a_session_ends_with_it_at_the_latest(leader):
    now = utc_now()
    session = make_session(make_person("lea"), "mx7777", beamline="sim7", starts_in=timedelta(hours=-6))
    lea = person_named("lea")
    told = [issue(lea, session=session.code, hours=hours, now=now) for hours in (1, 12)]
    assert [(one.session, one.valid_until) for one in told] == [
        (session.code, now + timedelta(hours=1)),
        (session.code, session.end),
    ]
    after = issue(lea, session=session.code, hours=12, now=session.end)
    assert after.valid_until == session.end + timedelta(hours=12)
    files = issue(lea, hours=12, now=now)
    assert (files.session, files.valid_until) == ("", now + timedelta(hours=12))
    for code in (make_session(code="mx8888", beamline="sim8").code, "mx0-0", "x"):
        with pytest.raises(Invalid, match="no such session of yours"):
            issue(lea, session=code)
    uma = make_person("uma", "user_office")
    set_team_member(session=make_session(code="mx9990", beamline="sim9"), person=uma, role=TeamRole.MEMBER)
    with pytest.raises(NotAllowed, match="open its files"):
        issue(uma, session=session.code)


def test_one_of_whose_role_lapses_ends_with_the_role(leader):
    now, kim = utc_now(), make_person("kim")
    soon = now + timedelta(minutes=30)
    claim_roles(kim, "data_manager", lapses_at=soon)
    assert [issue(kim, session=code, hours=12, now=now).valid_until for code in ("", "mx2341-1")] == [soon, soon]
    assert lease_of(kim, "mx2341-1", now).channels[ChannelKind.SFTP].until == soon
    set_team_member(session=make_session(code="mx6666", beamline="sim6"), person=kim, role=TeamRole.OBSERVER)
    assert issue(kim, hours=12, now=now).valid_until == now + timedelta(hours=12)


def test_what_one_opens_is_what_it_is_for(leader):
    now = utc_now()
    other = make_session(leader, "mx5555", beamline="sim5")

    def allowed(session, certified_for, *, ends_in=timedelta(hours=1)):
        came_with = Credential(is_ssh=True, certified_for=certified_for, certified_until=now + ends_in)
        lease = lease_of(arrived(person_named("leader-mx2341"), came_with), session, now)
        return [lease.channels[kind].allowed for kind in (ChannelKind.SFTP, ChannelKind.SSH)]

    mine = "mx2341-1"
    assert [allowed(mine, one) for one in (None, mine, "", other.code)] == [
        [True, True],
        [True, True],
        [True, False],
        [False, False],
    ]
    assert allowed(mine, mine, ends_in=timedelta(0)) == [False, False]


def test_what_is_wrong_is_told(leader):
    nobody = make_person("nobody")
    for person, changes, word in (
        (leader, {"line": "nonsense"}, "not the line"),
        (leader, {"hours": 100}, "times that are offered"),
        (nobody, {}, "no session"),
    ):
        with pytest.raises(Invalid, match=word):
            issue(person, **changes)
    for _ in range(20):
        issue(leader)
    with pytest.raises(Invalid, match="20 certificates"):
        issue(leader)


def test_who_has_a_second_factor_gives_it_first(leader):
    show_codes(leader)
    with pytest.raises(NotAllowed, match="second factor"):
        issue(leader)
    with pytest.raises(NotAllowed, match="in the browser"):
        issue(leader, credential=Credential(token="digest"))


def test_old_ones_are_forgotten_and_the_authority_is_nobodys_to_read(leader):
    issue(leader, now=utc_now() - timedelta(days=40))
    kept = issue(leader)
    assert (forget_certificates(now=utc_now()), [c.code for c in certificates_of(leader, now=utc_now())]) == (
        1,
        [kept.code],
    )
    path = settings.FARLIGHT_STATE_DIR / "gateway" / "certificate-authority"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_page_makes_gives_and_revokes_ones_own(client, leader):
    key = add_key(person=leader, line=line(), label="laptop", now=utc_now())
    client.force_login(leader, backend=LOGIN)
    assert "No certificate counts" in client.get("/account/certificates/").content.decode()
    wrong = client.post("/account/certificates/", {"key": "", "line": "x", "hours": "4"})
    assert (wrong.status_code, "not the line of a public key" in wrong.content.decode()) == (422, True)
    made = client.post(
        "/account/certificates/",
        {"key": key.code, "line": "", "session": "mx2341-1", "hours": "1", "only_here": "on"},
        follow=True,
    )
    (certificate,) = certificates_of(leader, now=utc_now())
    assert (certificate.serial in made.content.decode(), certificate.address) == (True, "127.0.0.1")
    assert (certificate.session, 'href="/sessions/mx2341-1/"' in made.content.decode()) == ("mx2341-1", True)
    file = client.get(f"/account/certificates/{certificate.code}/")
    assert (file["Content-Disposition"], file.content.split()[0]) == (
        'attachment; filename="id_ed25519-cert.pub"',
        b"ssh-ed25519-cert-v01@openssh.com",
    )
    with pytest.raises(NotFound):
        key_line(person=leader, code="k-unknown")
    client.force_login(make_person("eve"), backend=LOGIN)
    assert client.get(f"/account/certificates/{certificate.code}/").status_code == 404
    client.force_login(leader, backend=LOGIN)
    client.post("/account/certificates/revoke/", {"certificate": certificate.code})
    assert certificates_of(leader, now=utc_now()) == []


def test_the_page_says_that_the_factor_comes_first(client, leader):
    show_codes(leader)
    client.force_login(leader, backend=LOGIN)
    page = client.get("/account/certificates/").content.decode()
    assert ("/account/confirm/?next=/account/certificates/" in page, "Make the certificate" in page) == (True, False)
