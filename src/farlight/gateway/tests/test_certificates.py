"""Coming in by certificate alone, with OpenSSH and paramiko; which certificates are refused."""

import asyncio
import subprocess
import time
from datetime import timedelta

import asyncssh
import pytest

from farlight.audit.public import records
from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.gateway.tests.test_openssh import wait_for
from farlight.kernel.time import utc_now
from farlight.leases.public import certificate_line, issue_certificate, keys_of, remove_key, revoke_certificate
from farlight.leases.tests.factories import change_certificates, channels_open, signed
from farlight.people.public import define_security, end_sign_ins, lock_person
from farlight.people.tests.factories import make_person, show_codes
from farlight.people.types import Credential, SecurityPolicy, StepUpAction

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def certified(door, ben):
    """Ben has a certificate for his key, which is registered nowhere any more, and an account that asks for codes."""
    remove_key(person=ben, code=keys_of(ben)[0].code, now=utc_now())
    certificate = issue(door, ben)
    show_codes(ben)
    return certificate


def public(door):
    return asyncssh.read_private_key(door.folder / "key").export_public_key().decode()


def issue(door, person, **more):
    browser = Credential(login="browser")
    certificate = issue_certificate(
        person=person, credential=browser, line=public(door), hours=1, now=utc_now(), **more
    )
    put(door, certificate_line(person=person, code=certificate.code))
    return certificate


def put(door, line):
    (door.folder / "key-cert.pub").write_text(line + "\n")


def test_a_certificate_opens_sftp_without_a_code(door, session, certified):
    told = door.sftp("ls -1")
    assert (session.code in told.stdout, told.returncode) == (True, 0), told.stderr
    (entry,) = [r for r in records(words="ben").items if r.kind.value == "signed_in"]
    assert entry.details["certificate"] == certified.code
    (door.folder / "key-cert.pub").unlink()
    assert door.sftp("ls -1").returncode == 255


def test_a_certificate_for_the_session_lets_one_jump_and_one_for_files_does_not(door, session, control, ben, certified):
    told = door.run(*door.jump(control.account, "echo in", port=control.port))
    assert ("opens files, and no computers" in told.stderr, told.returncode) == (True, 255), told.stderr
    change_certificates(session_id=session.pk)
    told = door.run(*door.jump(control.account, "echo in", port=control.port))
    assert (told.stdout, told.returncode) == ("in\n", 0), told.stderr


def test_a_certificate_for_a_session_shows_no_other(door, session, ben, certified):
    other = make_session(code="mx5555", beamline="sim5")
    set_team_member(session=other, person=ben, role=TeamRole.MEMBER)
    assert {session.code, other.code} <= set(door.sftp("ls -1").stdout.split())
    change_certificates(session_id=session.pk)
    assert other.code not in door.sftp("ls -1").stdout
    assert door.sftp(f"ls -1 {other.code}").returncode == 1


def forged(door, tmp_path, *words):
    """A certificate by an authority of one's own."""
    authority = tmp_path / "evil"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", authority], check=True)
    (door.folder / "key.pub").write_text(public(door))
    subprocess.run(["ssh-keygen", "-q", "-s", authority, "-I", "ben", *words, door.folder / "key.pub"], check=True)


@pytest.mark.parametrize(
    "words",
    [
        ("-n", "ben"),
        (),
        ("-n", "ben", "-z", "{serial}"),
    ],
)
def test_certificates_of_others_are_refused(door, session, certified, tmp_path, words):
    forged(door, tmp_path, *(word.format(serial=certified.serial) for word in words))
    assert door.sftp("ls").returncode == 255


def by_the_authority(door, **changes):
    """What the real authority might sign, but never did."""
    now = int(time.time())
    parts = {"serial": 1, "principals": ["ben"], "valid_after": now - 60, "valid_before": now + 600} | changes
    from django.conf import settings

    authority = asyncssh.read_private_key(settings.FARLIGHT_STATE_DIR / "gateway" / "certificate-authority")
    return authority, asyncssh.import_public_key(public(door)), parts


@pytest.mark.parametrize("kind", ["unknown serial", "expired", "other principal", "no principal", "host", "not yet"])
def test_what_the_authority_never_issued_is_refused(door, session, certified, kind):
    now = int(time.time())
    serial = {"serial": int(certified.serial)}
    changes = {
        "unknown serial": {},
        "expired": {**serial, "valid_after": now - 900, "valid_before": now - 1},
        "other principal": {**serial, "principals": ["eve"]},
        "no principal": {**serial, "principals": []},
        "host": serial,
        "not yet": {**serial, "valid_after": now + 300},
    }[kind]
    authority, key, parts = by_the_authority(door, **changes)
    make = authority.generate_host_certificate if kind == "host" else authority.generate_user_certificate
    put(door, make(key, "ben", **parts).export_certificate().decode().strip())
    assert door.sftp("ls").returncode == 255


def test_it_counts_for_its_own_person_and_address(door, session, ben, certified):
    make_person("eve")
    assert door.sftp("ls", login="eve").returncode == 255
    change_certificates(address="192.0.2.1")
    assert door.sftp("ls").returncode == 255
    now = utc_now()
    elsewhere = signed(
        key=public(door),
        login="ben",
        serial=int(certified.serial),
        valid_from=now,
        valid_until=certified.valid_until,
        addresses=["192.0.2.1"],
    )
    change_certificates(address="")
    put(door, elsewhere)
    assert door.sftp("ls").returncode == 255


def test_an_ended_certificate_opens_nothing_by_the_clock_of_the_database(door, session, certified):
    change_certificates(valid_until=utc_now())
    assert door.sftp("ls").returncode == 255


@pytest.mark.parametrize("way", ["revoked", "signed out", "locked"])
def test_what_it_opened_is_cut(door, session, ben, certified, way):
    asyncio.run(cut(door, session, ben, certified, way))
    wait_for(lambda: not channels_open())
    assert door.sftp("ls").returncode == 255


async def cut(door, session, ben, certified, way):
    end = {
        "revoked": lambda: revoke_certificate(person=ben, code=certified.code, now=utc_now()),
        "signed out": lambda: end_sign_ins(person=ben, now=utc_now()),
        "locked": lambda: lock_person(person=ben, reason="left"),
    }[way]
    pair = (str(door.folder / "key"), str(door.folder / "key-cert.pub"))
    line = await asyncssh.connect("127.0.0.1", door.port, username="ben", client_keys=[pair], known_hosts=None)
    files = await line.start_sftp_client()
    assert session.code in await files.listdir("/")
    await files.listdir(f"/{session.code}")
    await asyncio.to_thread(end)
    await asyncio.wait_for(line.wait_closed(), 4)


def test_what_is_open_when_it_ends_goes_on_and_nothing_more_is_opened(door, session, ben, certified):
    other = make_session(code="mx5555", beamline="sim5")
    set_team_member(session=other, person=ben, role=TeamRole.MEMBER)
    change_certificates(valid_until=utc_now() + timedelta(seconds=8))
    asyncio.run(outlast(door, session, other))


async def outlast(door, session, other):
    pair = (str(door.folder / "key"), str(door.folder / "key-cert.pub"))
    line = await asyncssh.connect("127.0.0.1", door.port, username="ben", client_keys=[pair], known_hosts=None)
    files = await line.start_sftp_client()
    await files.listdir(f"/{session.code}/raw")
    await asyncio.sleep(10)
    assert "run-001" in await files.listdir(f"/{session.code}/raw")
    with pytest.raises(asyncssh.SFTPPermissionDenied, match="Your certificate is over"):
        await files.listdir(f"/{other.code}")
    line.close()
    await line.wait_closed()


def test_data_of_others_opens_to_staff_who_gave_a_factor_just_now(door, session):
    define_security(policy=SecurityPolicy(step_up=frozenset({StepUpAction.OTHERS_DATA})))
    dana = make_person("dana", "data_manager")
    issue(door, dana)
    told = door.sftp("ls -1", f"ls -1 {session.code}/raw", login="dana")
    assert (session.code in told.stdout, told.returncode) == (True, 1)
    assert "run-001" not in told.stdout
    show_codes(dana)
    for minutes, opens in ((14, True), (16, False)):
        change_certificates(factor_at=utc_now() - timedelta(minutes=minutes))
        told = door.sftp(f"ls -1 {session.code}/raw", login="dana")
        assert ("run-001" in told.stdout, told.returncode) == (opens, int(not opens))
